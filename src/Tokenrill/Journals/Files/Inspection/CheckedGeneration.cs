using Tokenrill.Generations;

namespace Tokenrill.Journals.Files;

/// <summary>What a check has seen of one generation. Its events are counted, not kept.</summary>
internal sealed class CheckedGeneration(RecordPlace first)
{
    private List<(int First, int Last)>? _beyond;

    /// <summary>Its first record.</summary>
    public RecordPlace First => first;

    public bool HasHead { get; set; }

    /// <summary>Up to which event it can be read, whatever record that stands in.</summary>
    public int Last { get; private set; }

    /// <summary>How many events it has, once a record has said so; else 0.</summary>
    public int Promised { get; set; }

    /// <summary>How it ended, once its end was read.</summary>
    public GenerationStatus Ending { get; set; } = GenerationStatus.Active;

    /// <summary>Whether all of it was found in one stretch.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Where the stretch breaks off in which all of it should stand.</summary>
    public RecordPlace? Break { get; set; }

    /// <summary>Whether what should stand there is damaged.</summary>
    public bool IsDamaged { get; set; }

    /// <summary>Whether it can be read to its end.</summary>
    public bool IsFinished => IsWhole || (HasHead && Promised > 0 && Last == Promised && Ending != GenerationStatus.Active);

    /// <summary>Whether there are events behind some that are missing, or none has a head to belong to.</summary>
    public bool HasGap => _beyond is not null || (!HasHead && Last > 0);

    /// <summary>The first event that cannot be read.</summary>
    public int FirstMissing => HasHead ? Last + 1 : 1;

    /// <summary>Events were found. Some may have been found before.</summary>
    public void Cover(int from, int to)
    {
        if (from > Last + 1)
        {
            (_beyond ??= []).Add((from, to));
            return;
        }
        Last = Math.Max(Last, to);
        while (_beyond?.FindIndex(next => next.First <= Last + 1) is { } next and >= 0)
        {
            Last = Math.Max(Last, _beyond[next].Last);
            _beyond.RemoveAt(next);
        }
        if (_beyond is { Count: 0 })
            _beyond = null;
    }
}
