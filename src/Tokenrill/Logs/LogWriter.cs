namespace Tokenrill.Logs;

/// <summary>The right to append to a log, until the log is sealed or another writer is opened. Every member says
/// whether the log still took it.</summary>
internal readonly struct LogWriter(GenerationLog log, int epoch)
{
    /// <summary>Whether the log still takes what this writer says.</summary>
    public bool IsOpen => log.IsOpen(epoch);

    public bool Text(ReadOnlySpan<byte> utf8) => log.Append(epoch, EventKind.Text, utf8);

    public bool Reasoning(ReadOnlySpan<byte> utf8) => log.Append(epoch, EventKind.Reasoning, utf8);

    public bool Detail(EventKind kind, EventDetail detail) => log.Append(epoch, kind, detail);

    public int ToolCall(ToolCallDetail call, ReadOnlySpan<byte> arguments) => log.AppendToolCall(epoch, call, arguments);

    public bool ToolCallFragment(int place, ReadOnlySpan<byte> arguments) => log.AppendToolCallFragment(epoch, place, arguments);
}
