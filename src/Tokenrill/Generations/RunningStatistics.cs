using Tokenrill.Logs;

namespace Tokenrill.Generations;

/// <summary>How an answer's text runs, for dialects that say so while it does. It knows nothing but the events it is told, so
/// the same log gives the same figures to everybody, whenever it is read. Tell it the events in order, from the first.
/// Allocates nothing.</summary>
public struct RunningStatistics
{
    private TextCount _text;

    /// <summary>Events of text so far.</summary>
    public int Chunks { get; private set; }

    /// <summary>Unicode code points of text so far.</summary>
    public readonly int Characters => _text.Characters;

    /// <summary>Words of text so far: what stands between white space. One that has begun counts.</summary>
    public readonly int Words => _text.Words;

    /// <summary>From the start of the generation to the event told last.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>From the event before to the event told last; for the first, from the start of the generation.</summary>
    public TimeSpan Latency { get; private set; }

    /// <summary>Words a second since the start; 0 while no time has passed.</summary>
    public readonly double WordsPerSecond => Elapsed > TimeSpan.Zero ? Words / Elapsed.TotalSeconds : 0;

    /// <summary>Characters a chunk; 0 before the first.</summary>
    public readonly double AverageChunkSize => Chunks > 0 ? (double)Characters / Chunks : 0;

    /// <summary>Tells the next event. Text counts and the end moves the time; any other changes nothing.</summary>
    public void Add(in LogEvent next)
    {
        if (next.Kind == EventKind.Text)
        {
            Chunks++;
            _text.Add(next.Bytes);
        }
        else if (!next.Kind.IsTerminal())
        {
            return;
        }
        Latency = next.Elapsed - Elapsed;
        Elapsed = next.Elapsed;
    }
}
