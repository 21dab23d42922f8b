using Tokenrill.Providers.Simulator.Texts;

namespace Tokenrill.Providers.Simulator;

/// <summary>One of the simulator's models.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Settings">How it goes when the prompt sets nothing.</param>
/// <param name="Text">What it says; null: what it is given, as <see cref="Stages"/> says.</param>
internal sealed record SimulatorModel(string Name, SimulatorSettings Settings, TextSource? Text)
{
    /// <summary>What it says before, as reasoning.</summary>
    public TextSource? Reasoning { get; init; }

    /// <summary>Whether it says back what it is given, all of it and nothing else.</summary>
    public bool SaysBack => Text is null;

    /// <summary>Whether it ends by wanting a tool called.</summary>
    public bool CallsTool { get; init; }
}

/// <summary>The models there are.</summary>
internal static class SimulatorModels
{
    private const int SomeTokens = 20;

    private static readonly SimulatorModel[] All =
    [
        new("steady", new(), Prose.Text),
        new("fast", new() { Rate = 0, Tokens = 500 }, Prose.Text),
        new("slow-start", new() { FirstToken = TimeSpan.FromSeconds(2) }, Prose.Text),
        new("markdown", new() { Tokens = 260 }, Markdown.Text),
        new("unicode", new() { Tokens = 200 }, Unicode.Text),
        new("reasoning", new() { Tokens = 160 }, Prose.Text) { Reasoning = Thoughts.Text },
        new("tools", new() { Tokens = 22 }, Prose.Text) { CallsTool = true },
        new("stages", new(), Text: null),
        new("stall", new() { Stall = SomeTokens }, Prose.Text),
        new("disconnect", new() { Die = SomeTokens }, Prose.Text),
        new("garbage", new() { Garbage = SomeTokens }, Prose.Text),
        new("error", new() { Error = ErrorCode.ProviderUnavailable }, Prose.Text),
    ];

    public static IReadOnlyList<ModelInfo> List { get; } = [.. All.Select(model => new ModelInfo(model.Name))];

    /// <exception cref="TokenrillException">There is no such model; says which there are.</exception>
    public static SimulatorModel Find(string name) =>
        Array.Find(All, model => model.Name == name) ?? throw new TokenrillException(
            ErrorCode.NotFound, $"model: the simulator has no \"{name}\"; it has {string.Join(", ", All.Select(model => model.Name))}") { Field = "model" };
}
