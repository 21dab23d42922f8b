namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>Everything that a renderer of half-finished Markdown has to cope with.</summary>
internal static class Markdown
{
    public static TextSource Text { get; } = new(
        Cut.Words("# A simulated answer\n\n> **This is a simulation.** No model has read your prompt and none has written this."),
        [.. Blocks.Select(block => Cut.Words("\n\n" + block))]);

    private static string[] Blocks =>
    [
        """
        ## A list

        1. First the *generation* starts,
        2. then its **events** arrive:
           - text,
           - reasoning,
           - `tool_call`;
        3. and ~~sometimes~~ always one of them is the last.
        """,
        """
        ## Code

        ```csharp
        await foreach (var next in reader)
        {
            Console.Write(next.Text); // "quoted" & <escaped>
        }
        ```

        Inline code such as `a < b && c > d` must stay as it is.
        """,
        """
        ## A table

        | event | when | number |
        |---|---|---:|
        | `started` | first | 1 |
        | `text` | as often as it takes | 2 … n |
        | `completed` | last | n + 1 |
        """,
        """
        ## A task list

        - [x] simulated
        - [x] streamed
        - [ ] written by a model
        """,
        """
        ## A formula and a link

        The rate is $r = \frac{n}{t}$, and [the simulator's guide](https://example.org/simulator) says how to set it.

        ---

        A line with two blanks at its end  
        is broken there.
        """,
        """
        ## Another language

        ```json
        { "simulation": true, "tokens": [1, 2, 3], "nested": { "text": "line\nline" } }
        ```
        """,
    ];
}
