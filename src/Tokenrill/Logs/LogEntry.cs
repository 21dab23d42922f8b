namespace Tokenrill.Logs;

/// <summary>An event as the log keeps it: 16 bytes that say where the event's own bytes or its detail are.</summary>
/// <remarks>The packed word holds the kind (8 bits), the place of the detail (16 bits) and the time since the log was
/// opened in ticks of 100 ns (40 bits: 30 hours, more than any total deadline may be).</remarks>
internal readonly struct LogEntry(EventKind kind, int offset, int length, int detail, long elapsed)
{
    public const int MaxDetails = ushort.MaxValue;
    public const long MaxElapsed = (1L << 40) - 1;

    private readonly ulong _packed = ((ulong)Math.Min(elapsed, MaxElapsed) << 24) | ((ulong)(ushort)detail << 8) | (byte)kind;

    public int Offset { get; } = offset;

    public int Length { get; } = length;

    public EventKind Kind => (EventKind)(byte)_packed;

    public int Detail => (ushort)(_packed >> 8);

    public long Elapsed => (long)(_packed >> 24);
}
