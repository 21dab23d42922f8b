namespace Tokenrill.Logs;

/// <summary>One event, as a view into its log: nothing is copied.</summary>
public readonly ref struct LogEvent
{
    private readonly LogEntry _entry;

    internal LogEvent(GenerationLog log, int sequence, LogEntry entry)
    {
        Log = log;
        Sequence = sequence;
        _entry = entry;
    }

    /// <summary>The log it stands in.</summary>
    public GenerationLog Log { get; }

    /// <summary>Its sequence number, from 1, without gaps.</summary>
    public int Sequence { get; }

    /// <summary>What it is.</summary>
    public EventKind Kind => _entry.Kind;

    /// <summary>When it was appended, since the log was opened.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_entry.Elapsed);

    /// <summary>Its own bytes, UTF-8: of text, of reasoning, or of a tool call's arguments. Empty for other kinds.</summary>
    public ReadOnlySpan<byte> Bytes => Log.BytesOf(_entry);

    /// <summary>Its detail. Only for kinds that have one: not text, not reasoning.</summary>
    public EventDetail Detail => Log.DetailOf(_entry);

    /// <summary>All the text up to and including this event.</summary>
    public ReadOnlySpan<byte> TextSoFar =>
        Kind == EventKind.Text ? Log.TextUpTo(Sequence, EventKind.Text) : Log.TextUpTo(Sequence - 1, EventKind.Text);
}
