namespace Tokenrill.Logs;

/// <summary>Counts the events that carry output and keeps the times of the first and the last, in ticks of 100 ns since
/// the log was opened: what statistics need without going through the log again.</summary>
internal struct OutputTimes
{
    public int Events { get; private set; }

    public long First { get; private set; }

    public long Last { get; private set; }

    /// <summary>Counts one event and hands its time back.</summary>
    public long Count(long elapsed)
    {
        if (Events++ == 0)
            First = elapsed;
        Last = elapsed;
        return elapsed;
    }
}
