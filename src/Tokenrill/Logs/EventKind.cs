namespace Tokenrill.Logs;

/// <summary>What an event of a generation's log is. The kinds from <see cref="Completed"/> on are terminal: a log holds
/// exactly one of them, and it is the last.</summary>
public enum EventKind : byte
{
    /// <summary>Always the first. Detail: <see cref="StartedDetail"/>.</summary>
    Started,
    /// <summary>What happens while there is no token. Detail: <see cref="StatusDetail"/>.</summary>
    Status,
    /// <summary>A piece of the model's reasoning, UTF-8.</summary>
    Reasoning,
    /// <summary>A piece of the answer, UTF-8.</summary>
    Text,
    /// <summary>A tool call begins; its bytes are the first piece of the arguments, which may be empty. Detail: <see cref="ToolCallDetail"/>.</summary>
    ToolCall,
    /// <summary>A further piece of a tool call's arguments. Detail: the <see cref="ToolCallDetail"/> it belongs to.</summary>
    ToolCallFragment,
    /// <summary>What the provider counted. Detail: <see cref="UsageDetail"/>.</summary>
    Usage,
    /// <summary>Terminal: the model finished. Detail: <see cref="CompletedDetail"/>.</summary>
    Completed,
    /// <summary>Terminal: something broke. Detail: <see cref="FailedDetail"/>.</summary>
    Failed,
    /// <summary>Terminal: somebody stopped it, or its last reader left. Detail: <see cref="CancelledDetail"/>.</summary>
    Cancelled,
    /// <summary>Terminal: a newer generation took over the session. Detail: <see cref="SupersededDetail"/>.</summary>
    Superseded,
    /// <summary>Terminal: the server went away.</summary>
    Interrupted,
}

/// <summary>What is known of a kind.</summary>
public static class EventKinds
{
    private static readonly string[] Names =
        ["started", "status", "reasoning", "text", "tool_call", "tool_call", "usage", "completed", "failed", "cancelled", "superseded", "interrupted"];

    /// <summary>Whether a log ends with it.</summary>
    public static bool IsTerminal(this EventKind kind) => kind >= EventKind.Completed;

    /// <summary>The event's <c>type</c> on the wire. Both kinds of tool-call event are a <c>tool_call</c>.</summary>
    public static string WireName(this EventKind kind) => Names[(int)kind];
}
