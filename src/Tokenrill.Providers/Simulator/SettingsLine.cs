using System.Globalization;
using Tokenrill.Providers.Simulator.Texts;

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

    /// <summary>The model's settings, with what the prompt changes of them, and the rest of the prompt. A model that says back what it is given
    /// is told its settings in the first line of that.</summary>
    /// <exception cref="TokenrillException">A setting is not known, has a value it cannot have, or is nothing for this model.</exception>
    public static SimulatedPrompt Read(IReadOnlyList<ChatMessage> messages, SimulatorModel model)
    {
        var prompt = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Content ?? "";
        if (model.SaysBack)
            prompt = Stages.Material(prompt);
        var end = prompt.AsSpan().IndexOfAny('\r', '\n');
        var words = (end < 0 ? prompt : prompt[..end]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || NameOf(words[0]).Length == 0 || !words.Any(word => Names.Contains(NameOf(word))))
            return new SimulatedPrompt(model.Settings, prompt);
        if (model.SaysBack && words.Select(NameOf).FirstOrDefault(name => name is "tokens" or "seed") is { } idle)
            throw Fault($"{idle} is nothing for the model {model.Name}, which says back what it is given");
        return new SimulatedPrompt(words.Aggregate(model.Settings, Apply), end < 0 ? "" : prompt[end..].TrimStart('\r', '\n'));
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
