using Tokenrill.Time;

namespace Tokenrill.Logs;

/// <summary>
/// The append-only log of one generation's events: one writer at a time, any number of readers. An event's sequence
/// number is its place, from 1. The answer's text lives once, as UTF-8, in one growing buffer, so all the text up to an
/// event is a prefix of that buffer. Readers take no lock.
/// </summary>
public sealed class GenerationLog
{
    // Small first blocks: most of ten thousand waiting streams have said little yet.
    private const int FirstEntries = 8, FirstText = 128, FirstSide = 128, FirstDetails = 4;

    // What a generation takes besides: its own object, its id, its places in the registry.
    private const int FixedBytes = 800;

    private readonly Clock _clock;
    private readonly long _opened;
    private readonly Lock _writing = new();
    private LogWaiters _waiters;
    private AppendBuffer<LogEntry> _entries;
    private AppendBuffer<byte> _text;
    private AppendBuffer<byte> _reasoning;
    private AppendBuffer<byte> _arguments;
    private AppendBuffer<EventDetail> _details;
    private OutputTimes _output;
    private int _visible;
    private int _writer;
    private bool _sealed;

    internal GenerationLog(Clock clock)
    {
        _clock = clock;
        _opened = clock.Now;
    }

    /// <summary>The sequence number of the last event that readers may see; 0 while there is none.</summary>
    public int LastSequence => Volatile.Read(ref _visible);

    /// <summary>The sequence number of the last event appended, which a strict journal may not have stored yet.</summary>
    public int LastAppended
    {
        get
        {
            lock (_writing)
                return _entries.Count;
        }
    }

    /// <summary>Whether the last visible event is terminal: nothing will follow.</summary>
    public bool IsFinished => LastSequence is var last and > 0 && Entry(last).Kind.IsTerminal();

    /// <summary>How many events carried output (text, reasoning, tool calls), and when the first and the last of them came.</summary>
    internal OutputTimes Output => _output;

    /// <summary>When the last event with output was appended, by the clock.</summary>
    internal long LastOutputAt => _opened + _output.Last;

    /// <summary>How long ago the log was opened.</summary>
    internal TimeSpan Age => TimeSpan.FromTicks(Elapsed);

    /// <summary>The details of its events, as far as they have one.</summary>
    internal IEnumerable<EventDetail> Details => _details.Items.Take(_details.Count);

    /// <summary>When the last event was appended, in ticks since the log was opened; 0 while there is none.</summary>
    internal long LastElapsed => _entries.Count == 0 ? 0 : Entry(_entries.Count).Elapsed;

    /// <summary>Bytes of text, reasoning and tool-call arguments appended so far.</summary>
    public long OutputBytes => (long)_text.Count + _reasoning.Count + _arguments.Count;

    /// <summary>Roughly what the log and its generation hold in memory, in bytes.</summary>
    public long MemoryBytes => _text.Items.Length + _reasoning.Items.Length + _arguments.Items.Length + (16L * _entries.Items.Length) + (64L * _details.Count) + FixedBytes;

    /// <summary>The event at <paramref name="sequence"/>, from 1 to <see cref="LastSequence"/>.</summary>
    public LogEvent this[int sequence] => new(this, sequence, Entry(sequence));

    /// <summary>All the text visible now.</summary>
    public ReadOnlySpan<byte> Text => TextUpTo(LastSequence, EventKind.Text);

    /// <summary>All the reasoning visible now.</summary>
    public ReadOnlySpan<byte> ReasoningText => TextUpTo(LastSequence, EventKind.Reasoning);

    /// <summary>Gives out the right to append, and takes it from whoever had it before: an append by an earlier writer
    /// is refused from now on.</summary>
    internal LogWriter OpenWriter()
    {
        lock (_writing)
            return new LogWriter(this, ++_writer);
    }

    /// <summary>Ends the log with a terminal event, whoever writes. Only the first call does; every later append is refused.</summary>
    /// <param name="kind">A terminal kind.</param>
    /// <param name="detail">Made under the log's lock, so that statistics see exactly what the log holds.</param>
    /// <param name="usage">What the provider counted, if it did: an event of its own just before the end.</param>
    internal bool Seal(EventKind kind, Func<EventDetail> detail, UsageDetail? usage)
    {
        lock (_writing)
        {
            if (_sealed)
                return false;
            if (usage is not null)
                AppendDetail(EventKind.Usage, usage);
            AppendDetail(kind, detail());
            _sealed = true;
            return true;
        }
    }

    internal bool IsOpen(int writer)
    {
        lock (_writing)
            return !_sealed && writer == _writer;
    }

    internal bool Append(int writer, EventKind kind, ReadOnlySpan<byte> utf8)
    {
        lock (_writing)
        {
            if (_sealed || writer != _writer)
                return false;
            var offset = kind == EventKind.Text ? _text.Add(utf8, FirstText) : _reasoning.Add(utf8, FirstSide);
            _entries.Add(new LogEntry(kind, offset, utf8.Length, 0, _output.Count(Elapsed)), FirstEntries);
            return true;
        }
    }

    internal bool Append(int writer, EventKind kind, EventDetail detail)
    {
        lock (_writing)
        {
            if (_sealed || writer != _writer)
                return false;
            AppendDetail(kind, detail);
            return true;
        }
    }

    /// <summary>Begins a tool call and returns the place of its detail, which further pieces name; -1 when refused.</summary>
    internal int AppendToolCall(int writer, ToolCallDetail call, ReadOnlySpan<byte> arguments)
    {
        lock (_writing)
        {
            if (_sealed || writer != _writer || _details.Count >= LogEntry.MaxDetails)
                return -1;
            _details.Add(call, FirstDetails);
            AddArguments(EventKind.ToolCall, _details.Count - 1, arguments);
            return _details.Count - 1;
        }
    }

    internal bool AppendToolCallFragment(int writer, int place, ReadOnlySpan<byte> arguments)
    {
        lock (_writing)
        {
            if (_sealed || writer != _writer)
                return false;
            AddArguments(EventKind.ToolCallFragment, place, arguments);
            return true;
        }
    }

    /// <summary>Adds an event as it was stored. Nothing is added behind a terminal event.</summary>
    internal void Restore(EventKind kind, long elapsed, ReadOnlySpan<byte> bytes, EventDetail? detail, int place = -1)
    {
        lock (_writing)
        {
            if (_sealed)
                return;
            if (detail is not null)
            {
                _details.Add(detail, FirstDetails);
                place = _details.Count - 1;
            }
            var offset = kind switch
            {
                EventKind.Text => _text.Add(bytes, bytes.Length),
                EventKind.Reasoning => _reasoning.Add(bytes, bytes.Length),
                EventKind.ToolCall or EventKind.ToolCallFragment => _arguments.Add(bytes, bytes.Length),
                _ => 0,
            };
            if (kind is EventKind.Text or EventKind.Reasoning or EventKind.ToolCall or EventKind.ToolCallFragment)
                _output.Count(elapsed);
            _entries.Add(new LogEntry(kind, offset, bytes.Length, place, elapsed), FirstEntries);
            _sealed = kind.IsTerminal();
        }
    }

    /// <summary>Lets readers see everything up to <paramref name="sequence"/>, or all there is, and wakes those that wait.
    /// Never goes back.</summary>
    internal void Publish(int sequence = int.MaxValue)
    {
        lock (_writing)
        {
            var last = Math.Min(sequence, _entries.Count);
            if (last <= _visible)
                return;
            Volatile.Write(ref _visible, last);
        }
        // Readers run here, on the writer's thread and outside its lock: from the provider's socket to the reader's
        // socket without a hop. A reader whose socket is full gives the thread back at once.
        _waiters.WakeAll();
    }

    /// <summary>Gives back the room that is left, once nothing will follow: most of ten thousand answers that are kept are short.</summary>
    internal void Trim()
    {
        lock (_writing)
        {
            if (!_sealed)
                return;
            _entries.Trim();
            _text.Trim();
            _reasoning.Trim();
            _arguments.Trim();
            _details.Trim();
        }
    }

    internal void Enlist(LogReader reader) => _waiters.Add(reader);

    /// <summary>Wakes those that wait although nothing came, which they must bear; what a wait costs by itself is measured with it.</summary>
    internal void WakeAll() => _waiters.WakeAll();

    internal LogEntry Entry(int sequence) => _entries.Items[sequence - 1];

    internal EventDetail DetailOf(LogEntry entry) => _details.Items[entry.Detail];

    internal ReadOnlySpan<byte> BytesOf(LogEntry entry) => BufferOf(entry.Kind).AsSpan(entry.Offset, entry.Length);

    /// <summary>All bytes of one kind up to an event: a prefix of the kind's buffer, never a concatenation.</summary>
    internal ReadOnlySpan<byte> TextUpTo(int sequence, EventKind kind)
    {
        for (var at = sequence; at > 0; at--)
            if (Entry(at) is var entry && entry.Kind == kind)
                return BufferOf(kind).AsSpan(0, entry.Offset + entry.Length);
        return default;
    }

    private byte[] BufferOf(EventKind kind) => kind switch
    {
        EventKind.Text => _text.Items,
        EventKind.Reasoning => _reasoning.Items,
        EventKind.ToolCall or EventKind.ToolCallFragment => _arguments.Items,
        _ => [],
    };

    private long Elapsed => Math.Max(0, _clock.Now - _opened);

    private void AppendDetail(EventKind kind, EventDetail detail)
    {
        _details.Add(detail, FirstDetails);
        _entries.Add(new LogEntry(kind, 0, 0, _details.Count - 1, Elapsed), FirstEntries);
    }

    private void AddArguments(EventKind kind, int place, ReadOnlySpan<byte> arguments)
    {
        var offset = _arguments.Add(arguments, FirstSide);
        _entries.Add(new LogEntry(kind, offset, arguments.Length, place, _output.Count(Elapsed)), FirstEntries);
    }
}
