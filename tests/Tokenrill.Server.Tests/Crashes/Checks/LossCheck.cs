namespace Tokenrill.Server.Tests.Crashes.Checks;

/// <summary>Judges what a crash took from a server that stores in batches: at most the last 50 ms.</summary>
/// <remarks>Judged without regard to how fast the machine is. What was told cannot be younger than the moment at which it
/// was read. What is stored cannot be older than its question, nor than the simulator's pace allows. When the one lies more
/// than 50 ms before the other, something was lost although something else, appended more than 50 ms later, was stored.</remarks>
internal sealed class LossCheck
{
    /// <summary>What may be lost, as documented.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromMilliseconds(50);

    /// <summary>How exact the simulator's pace is: a timer may fire a little early.</summary>
    public static readonly TimeSpan Resolution = TimeSpan.FromMilliseconds(20);

    private const int MostNamed = 5;

    private readonly Lock _lock = new();
    private readonly List<(TimeSpan Read, string What)> _lost = [];
    private TimeSpan _lastRead;
    private (TimeSpan NotBefore, string What) _newest = (TimeSpan.Zero, "nothing");

    /// <summary>How much was lost.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _lost.Count;
        }
    }

    /// <summary>How long before the last event that anybody was told the oldest was told that is lost. For people to look at: how
    /// fast a machine is has part in it, so no test may judge by it.</summary>
    public TimeSpan Reach
    {
        get
        {
            lock (_lock)
                return _lost.Count == 0 ? TimeSpan.Zero : _lastRead - _lost.Min(lost => lost.Read);
        }
    }

    /// <summary>A generation, as it was told and as it is stored.</summary>
    public void Add(ToldGeneration told, StoredGeneration? stored)
    {
        AddTold(told);
        foreach (var lost in GenerationCheck.Lost(told, stored))
            AddLost(lost.Read, $"{told}: {lost}");
        if (stored is null && told.Id is not null)
            AddLost(told.Acknowledged, $"{told}: that it was accepted");
        if (stored is null)
            return;
        var output = 0;
        foreach (var next in stored.Events.Take(stored.LastOfBefore))
        {
            // The piece behind n others is not due before n were; what is no output came with the one before it.
            var before = next.IsOutput ? output++ : Math.Max(0, output - 1);
            AddStored(told.Sent + (told.Question.Rate == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds((double)before / told.Question.Rate)), $"{told}: {next}");
        }
    }

    /// <summary>Something was told and is not stored.</summary>
    public void AddLost(TimeSpan read, string what)
    {
        lock (_lock)
            _lost.Add((read, what));
    }

    /// <summary>Something is stored that was appended no earlier than this.</summary>
    public void AddStored(TimeSpan notBefore, string what)
    {
        lock (_lock)
            if (notBefore > _newest.NotBefore)
                _newest = (notBefore, what);
    }

    /// <summary>What was lost that should not have been.</summary>
    public IReadOnlyList<string> Faults()
    {
        lock (_lock)
        {
            var tooOld = _lost.Where(lost => _newest.NotBefore - lost.Read > Most + Resolution).OrderBy(lost => lost.Read).ToList();
            return [.. tooOld.Take(MostNamed).Select(lost =>
                $"{lost.What}: is lost, and was read {(_newest.NotBefore - lost.Read).TotalMilliseconds:F0} ms before the earliest moment of what is stored of {_newest.What} ({tooOld.Count} such in all; at most {Most.TotalMilliseconds} ms may be lost)")];
        }
    }

    private void AddTold(ToldGeneration told)
    {
        lock (_lock)
            foreach (var next in told.Events)
                if (next.Read > _lastRead)
                    _lastRead = next.Read;
    }
}
