using Tokenrill.Diagnostics.Lines;

namespace Tokenrill.Server.Logging;

/// <summary>Writes lines to a stream, on a thread of its own: a line within 5 ms while the stream takes them, together with
/// all that came meanwhile, in one write. Whoever adds a line never waits for the stream.</summary>
internal sealed class LineWriter : IDisposable
{
    /// <summary>How many bytes may wait while the stream takes nothing.</summary>
    public const int MostPending = 4 * 1024 * 1024;

    private const string Category = "Tokenrill.Server";
    private const int DroppedEvent = 205;

    // How long the end waits for a stream that may take nothing any more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly PendingLines _pending = new(MostPending);
    private readonly Stream _output;
    private readonly LineFormat _format;
    private readonly Thread _thread;
    private int _isDisposed;

    public LineWriter(Stream output, LineFormat format)
    {
        _output = output;
        _format = format;
        _thread = new Thread(Write) { IsBackground = true, Name = "log" };
        _thread.Start();
    }

    public void Add(string category, LogLevel level, int eventId, string? message, string? exception) =>
        _pending.Add(_format.Format(category, level, eventId, message, exception));

    public void Add(string category, LogLevel level, int eventId, in LogLine line) =>
        _pending.Add(_format.Format(category, level, eventId, line));

    /// <summary>Takes no more lines, and waits until those it has are written, or for 2 s.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
            return;
        _pending.Close();
        _thread.Join(Patience);
    }

    private void Write()
    {
        while (_pending.Take(out var lines, out var dropped))
        {
            // Put together now, so that its time is that of the gap, and not of when the stream went on.
            var gap = dropped > 0 ? _format.Format(Category, LogLevel.Warning, DroppedEvent, Sentence(dropped), exception: null) : default;
            TryWrite(lines);
            TryWrite(gap);
        }
        _pending.Dispose();
    }

    private void TryWrite(ReadOnlySpan<byte> lines)
    {
        try
        {
            if (!lines.IsEmpty)
                _output.Write(lines);
        }
        catch (Exception)
        {
            // There is nowhere left to say it. The next lines are tried again: a full disk may have room by then.
        }
    }

    private static string Sentence(int dropped) =>
        $"{dropped} {(dropped == 1 ? "line was" : "lines were")} dropped here: the log came faster than it was read";
}
