namespace Tokenrill.Rig.Timing;

/// <summary>One of a generation's clocks, and how the provider is to behave so that it runs out.</summary>
/// <param name="Name">As in the request's <c>deadlines</c>, and in the error's code.</param>
/// <param name="Seconds">When it is to run out.</param>
/// <param name="Words">How the provider behaves.</param>
/// <param name="From">The type of the event from whose arrival a client counts. How long a request takes to the server is not in it: no
/// server can know that.</param>
internal sealed record DeadlineKind(string Name, double Seconds, string Words, string From = "started")
{
    public static readonly DeadlineKind[] All =
    [
        new("first_token", 2, "ttft=60000"),
        new("between_tokens", 2, "tokens=100 rate=0.1", From: "text"),
        new("total", 3, "tokens=1000 rate=5"),
    ];

    public string Code => $"{Name}_timeout";
}
