namespace Tokenrill.Providers.Simulator;

/// <summary>How one answer goes. Counts are tokens of the answer, reasoning included.</summary>
internal sealed record SimulatorSettings
{
    /// <summary>How long the answer is.</summary>
    public int Tokens { get; init; } = 120;

    /// <summary>Tokens in a second; 0 is as fast as it goes.</summary>
    public double Rate { get; init; } = 50;

    /// <summary>How long the connection takes to stand.</summary>
    public TimeSpan Connect { get; init; }

    /// <summary>From acceptance to the first token.</summary>
    public TimeSpan FirstToken { get; init; }

    /// <summary>Goes silent after this many.</summary>
    public int? Stall { get; init; }

    /// <summary>Loses its connection after this many.</summary>
    public int? Die { get; init; }

    /// <summary>Sends what cannot be understood after this many.</summary>
    public int? Garbage { get; init; }

    /// <summary>Refuses the request.</summary>
    public ErrorCode? Error { get; init; }

    /// <summary>Which of the possible answers it is; null: the prompt decides.</summary>
    public long? Seed { get; init; }
}
