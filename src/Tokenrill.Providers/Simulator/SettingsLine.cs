using System.Globalization;

namespace Tokenrill.Providers.Simulator;

/// <summary>Reads settings such as <c>tokens=200 rate=50</c> from the first line of the last user message.</summary>
/// <remarks>A line is meant as settings when its first word has the form <c>name=value</c> and one of its words sets
/// something that is known here. From then on every word must be right: a misspelt setting that does nothing would pretend.</remarks>
internal static class SettingsLine
{
    private const int MostTokens = 1_000_000, MostMilliseconds = 3_600_000;

    private static readonly string[] Names = ["tokens", "rate", "ttft", "connect", "stall", "die", "garbage", "error", "seed"];

    private static readonly ErrorCode[] Refusals =
    [
        ErrorCode.ProviderUnavailable, ErrorCode.ProviderRejected, ErrorCode.ProviderRateLimited,
        ErrorCode.ContextLengthExceeded, ErrorCode.ContentFiltered,
    ];

    /// <summary><paramref name="defaults"/>, and what the prompt changes of them.</summary>
    /// <exception cref="TokenrillException">A setting is not known or has a value it cannot have.</exception>
    public static SimulatorSettings Read(IReadOnlyList<ChatMessage> messages, SimulatorSettings defaults)
    {
        var prompt = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Content ?? "";
        var end = prompt.AsSpan().IndexOfAny('\r', '\n');
        var words = (end < 0 ? prompt : prompt[..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || NameOf(words[0]).Length == 0 || !words.Any(word => Names.Contains(NameOf(word))))
            return defaults;
        return words.Aggregate(defaults, Apply);
    }

    private static SimulatorSettings Apply(SimulatorSettings settings, string word)
    {
        var name = NameOf(word);
        var value = word[Math.Min(word.Length, name.Length + 1)..];
        return name switch
        {
            "tokens" => settings with { Tokens = Whole(name, value, 1, MostTokens) },
            "rate" => settings with { Rate = Rate(value) },
            "ttft" => settings with { FirstToken = Milliseconds(name, value) },
            "connect" => settings with { Connect = Milliseconds(name, value) },
            "stall" => settings with { Stall = Whole(name, value, 0, MostTokens) },
            "die" => settings with { Die = Whole(name, value, 0, MostTokens) },
            "garbage" => settings with { Garbage = Whole(name, value, 0, MostTokens) },
            "error" => settings with { Error = Refusal(value) },
            "seed" => settings with { Seed = Whole(name, value, 0, int.MaxValue) },
            _ => throw Fault($"\"{word}\" is no setting; there are {string.Join(", ", Names)}, each as name=value"),
        };
    }

    private static string NameOf(string word) => word.IndexOf('=', StringComparison.Ordinal) is var end and > 0 ? word[..end] : "";

    private static TimeSpan Milliseconds(string name, string value) => TimeSpan.FromMilliseconds(Whole(name, value, 0, MostMilliseconds));

    private static int Whole(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Fault($"{name} must be a whole number from {least} to {most}, not \"{value}\"");

    private static double Rate(string value)
    {
        const double slowest = 0.01, fastest = 1_000_000;
        return double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate is 0 or (>= slowest and <= fastest)
            ? rate
            : throw Fault(string.Create(CultureInfo.InvariantCulture, $"rate must be tokens in a second from {slowest} to {fastest}, or 0 for as fast as it goes, not \"{value}\""));
    }

    private static ErrorCode Refusal(string value)
    {
        foreach (var code in Refusals)
            if (code.Info().Name == value)
                return code;
        throw Fault($"error must be {string.Join(", ", Refusals.Select(code => code.Info().Name))}, not \"{value}\"");
    }

    private static TokenrillException Fault(string what) => TokenrillException.Invalid("messages", $"the simulator's settings in the first line of the prompt: {what}");
}
