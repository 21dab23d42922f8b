using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.Sessions;

namespace Tokenrill.Signals;

/// <summary>Listens to one session and has its signals extracted, one batch at a time, whenever enough has been said.</summary>
internal sealed class SessionExtraction(SignalExtractor extractor, Session session, SignalOptions options) : ISessionListener
{
    private readonly SignalBatch _batch = new(options);
    private readonly Lock _lock = new();
    private Generation? _running;
    private bool _isClosed;

    public Session Session => session;

    /// <summary>Whether the session was deleted.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
                return _isClosed;
        }
    }

    public void Said(SessionMessage message)
    {
        _batch.Add(message.Id, message.Role, message.Content);
        ExtractIfDue();
    }

    public void Closed()
    {
        Generation? running;
        lock (_lock)
        {
            _isClosed = true;
            running = _running;
        }
        if (running is not null)
            extractor.Discard(running);
    }

    /// <summary>The call of a model that runs now; null when none does. One that begins after the session was deleted is discarded at once.</summary>
    public void Runs(Generation? generation)
    {
        bool isLate;
        lock (_lock)
        {
            _running = generation;
            isLate = _isClosed;
        }
        if (isLate && generation is not null)
            extractor.Discard(generation);
    }

    private void ExtractIfDue()
    {
        if (_batch.TryTake() is { } batch)
            _ = ExtractAsync(batch);
    }

    private async Task ExtractAsync(IReadOnlyList<BatchMessage> batch)
    {
        // Away from the session's lock.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _batch.Finish(await extractor.ExtractAsync(this, batch));
        if (!IsClosed)
            ExtractIfDue();
    }
}
