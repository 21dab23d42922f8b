namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>Plain paragraphs.</summary>
internal static class Prose
{
    public static TextSource Text { get; } = new(
        Cut.Words("This is a simulation. No model has read your prompt and none has written this; the words only arrive the way a model's would."),
        [.. Paragraphs.Select(paragraph => Cut.Words("\n\n" + paragraph))]);

    private static string[] Paragraphs =>
    [
        "Each of these simulated words is an event with a number of its own. Whoever reads along can break off after any of them and go on later with the next one, from here or from another window.",
        "The answer is written down once, in a log, and everybody who wants it reads that log. A second reader costs next to nothing, and one who is slow holds up nobody else.",
        "If you press stop now, the simulation ends where it is. What was said up to then stays, and the log says in its last line that it was stopped rather than finished.",
        "Reload the page in the middle of a sentence and nothing is lost: the words that came meanwhile are waiting, and the rest follows as if nobody had left.",
        "A real provider may fall silent, drop the connection or send nonsense. The simulator has a model for each of these, so that you can see what your own program makes of them.",
        "Pace matters more than speed when people read along. Around fifty tokens a second is faster than anyone reads and slow enough to watch the text grow.",
        "Nothing here was thought of by a machine. The paragraphs are fixed, their order follows from your prompt, and the same prompt brings the same simulated answer every time.",
        "You can set the simulation finely in the first line of a prompt, with words such as tokens, rate and ttft, each followed by an equals sign and a number.",
    ];
}
