using System.Diagnostics;

namespace Tokenrill.Rig.Processes;

/// <summary>Looks at a process's memory ten times a second.</summary>
internal sealed class MemorySampler : IAsyncDisposable
{
    private readonly List<(long Nanoseconds, long Bytes)> _samples = [];
    private readonly PeriodicTimer _timer = new(TimeSpan.FromMilliseconds(100), TimeProvider.System);
    private readonly Task _sampling;

    public MemorySampler(int process)
    {
        Before = ProcessTree.Resident(process);
        _sampling = SampleAsync(process);
    }

    /// <summary>When it began, in bytes.</summary>
    public long Before { get; }

    public long Most => _samples.Select(static sample => sample.Bytes).Append(Before).Max();

    /// <summary>The most between two moments of CLOCK_MONOTONIC, which is also the clock of <see cref="Stopwatch"/>. When no sample
    /// fell between them, the most of all.</summary>
    public long MostBetween(long from, long to)
    {
        var within = _samples.Where(sample => sample.Nanoseconds >= from && sample.Nanoseconds <= to).ToList();
        return within.Count > 0 ? within.Max(static sample => sample.Bytes) : Most;
    }

    /// <summary>Ends sampling; what was sampled stays.</summary>
    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _sampling;
    }

    private async Task SampleAsync(int process)
    {
        while (await _timer.WaitForNextTickAsync())
        {
            var now = (long)Stopwatch.GetElapsedTime(0).TotalNanoseconds;
            _samples.Add((now, ProcessTree.Resident(process)));
        }
    }
}
