namespace Tokenrill.Sessions;

/// <summary>What is known of a stored session without what was said in it.</summary>
public sealed class SessionOutline
{
    private readonly HashSet<string> _signals = [];
    private readonly Dictionary<string, string> _openTurns = [];

    /// <summary>An outline that nothing is known of yet but whose session it is.</summary>
    internal SessionOutline(string logId, SessionKey key, DateTimeOffset createdAt)
    {
        LogId = logId;
        Key = key;
        CreatedAt = createdAt;
        UpdatedAt = createdAt;
    }

    /// <summary>The id of its log, which no other session ever had.</summary>
    public string LogId { get; }

    /// <summary>Its name, and whose it is.</summary>
    public SessionKey Key { get; }

    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last said something in, or an answer ended.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>What it is about.</summary>
    public string? Title { get; private set; }

    /// <summary>How many messages it has.</summary>
    public int MessageCount { get; private set; }

    /// <summary>The sequence number of the last event of its log.</summary>
    public int LastSequence { get; private set; }

    /// <summary>The ids of its signals.</summary>
    public IReadOnlyCollection<string> Signals => _signals;

    /// <summary>The answers that were not finished: generation and message.</summary>
    public IReadOnlyDictionary<string, string> OpenTurns => _openTurns;

    /// <summary>Takes in what happened next.</summary>
    internal void Add(SessionEvent next)
    {
        LastSequence = Math.Max(LastSequence, next.Sequence);
        switch (next)
        {
            case SessionBegun begun:
                Title ??= begun.Title;
                break;
            case TitleChanged changed:
                Title = changed.Title;
                break;
            case MessageCreated created:
                MessageCount++;
                UpdatedAt = next.At;
                if (created.Message.Generation is { } generation)
                    _openTurns[generation] = created.Message.Id;
                break;
            case GenerationEnded ended:
                UpdatedAt = next.At;
                _openTurns.Remove(ended.Generation);
                break;
            case SignalCreated signal:
                _signals.Add(signal.Signal.Id);
                break;
        }
    }
}
