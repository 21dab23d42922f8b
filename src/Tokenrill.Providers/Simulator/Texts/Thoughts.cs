namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>What stands where a model's reasoning would.</summary>
internal static class Thoughts
{
    public static TextSource Text { get; } = new(
        Cut.Words("This is simulated reasoning. Nobody is thinking here; the text stands where a model's thoughts would."),
        [.. Steps.Select(step => Cut.Words("\n" + step))]);

    private static string[] Steps =>
    [
        "First the simulated question would be taken apart into what is known and what is not.",
        "Then one way to answer would be tried, found wanting, and dropped for another.",
        "A simulated doubt would come up here and be laid to rest with an example.",
        "What has been found so far would be checked once more against the question.",
        "At last the answer would be put into an order that is easy to follow.",
    ];
}
