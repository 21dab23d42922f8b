using Microsoft.Extensions.Logging;
using Tokenrill.Diagnostics;
using Tokenrill.Generations;
using Tokenrill.Options;
using Tokenrill.Sessions;
using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>The journal in files of a folder. What happens is handed over without waiting, and written by one thread for all.</summary>
public sealed class FileJournal : IJournal, IAsyncDisposable
{
    internal const string GenerationsName = "generations", SessionsName = "sessions";

    private readonly StorageOptions _options;
    private readonly Clock _clock;
    private readonly IDisk _disk;
    private readonly JournalEvents _events;
    private readonly JournalHealth _health;
    private FolderLock? _lock;
    private JournalStore? _store;
    private JournalUpkeep? _upkeep;
    private JournalWriter? _writer;
    private volatile bool _isClosed;

    /// <summary>A journal that touches nothing before it is opened.</summary>
    /// <param name="options">Where, and what may be lost.</param>
    /// <param name="time">All time comes from here.</param>
    /// <param name="logger">Gets a line for whatever happens to the files.</param>
    public FileJournal(StorageOptions options, TimeProvider time, ILogger<FileJournal> logger)
        : this(options, time, logger, new Disk())
    {
    }

    internal FileJournal(StorageOptions options, TimeProvider time, ILogger<FileJournal> logger, IDisk disk)
    {
        _options = options;
        _clock = new Clock(time);
        _disk = disk;
        _events = new JournalEvents(new ForgivingLogger(logger));
        _health = new JournalHealth(options.OnFailure);
    }

    /// <inheritdoc/>
    public bool IsLasting => true;

    /// <inheritdoc/>
    public string? Fault => _health.Fault;

    private bool IsStrict => _options.Durability == Durability.Strict;

    // To be asked when it was handed over: whoever closes the journal from then on takes it along.
    private bool IsSeenAtOnce => !IsStrict || _health.Fault is not null || _isClosed;

    /// <inheritdoc/>
    public Task<JournalContents> OpenAsync(CancellationToken cancellationToken) => Task.Run(Open, cancellationToken);

    /// <inheritdoc/>
    public void Begin(Generation generation)
    {
        var tail = new GenerationTail(generation);
        if (_store!.FirstSegments.TryRemove(tail.Subject, out var first))
            tail.FirstSegment = first;
        generation.JournalState = tail;
        _store.Unfinished[tail.Subject] = tail;
        _writer!.Grown(tail);
    }

    /// <inheritdoc/>
    public bool Appended(Generation generation)
    {
        if (generation.JournalState is not GenerationTail tail || _isClosed)
            return true;
        _writer!.Grown(tail);
        return IsSeenAtOnce;
    }

    /// <inheritdoc/>
    public bool Happened(Session session, IReadOnlyList<SessionStep> steps)
    {
        if (_isClosed)
            return true;
        var tail = _store!.TailOf(session);
        tail.Happened();
        _writer!.Changed(new SessionChange(session, tail, steps));
        return IsSeenAtOnce;
    }

    /// <inheritdoc/>
    public ValueTask StoredAsync(CancellationToken cancellationToken)
    {
        if (_health.Fails)
            return ValueTask.FromException(JournalHealth.Refusal());
        return IsStrict && _health.Fault is null && !_isClosed ? new(_writer!.StoredAsync().WaitAsync(cancellationToken)) : ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public bool HasStored(Generation generation) =>
        _store!.Has(SubjectId.Of(generation.Id));

    /// <inheritdoc/>
    public bool IsStoring(Generation generation) => generation.JournalState is GenerationTail { IsWaiting: true } && !_isClosed;

    /// <inheritdoc/>
    public bool HasStored(Session session) => _store!.TailOf(session).Waiting == 0;

    /// <inheritdoc/>
    public StoredGeneration? Read(string id) => SubjectId.TryParse(id, out var subject) ? _store!.Read(subject, (_clock.UtcNow - _options.Retention).UtcTicks) : null;

    /// <inheritdoc/>
    public IReadOnlyList<SessionEvent> Read(Session session) => _store!.Read(_store.TailOf(session));

    /// <inheritdoc/>
    public Task EraseAsync(Session session, IReadOnlyList<string> generations, CancellationToken cancellationToken)
    {
        var tail = _store!.TailOf(session);
        string[] all = [.. generations, .. _store.Orphans.Where(orphan => orphan.Value == session.Key).Select(orphan => SubjectId.OfGeneration(orphan.Key))];
        var subjects = all.Select(SubjectId.Of).ToHashSet();
        foreach (var subject in subjects)
            _store.Erasing[subject] = true;
        tail.IsErased = true;
        Interlocked.MemoryBarrier();
        foreach (var subject in subjects)
            if (_store.Unfinished.TryGetValue(subject, out var unfinished))
                unfinished.IsErased = true;
        var erasure = new Erasure(new HashSet<Guid> { tail.Subject }, subjects);
        _writer!.Erase(new SessionChange(session, tail, [new SessionStep(new SessionErased(all), null)], erasure));
        return erasure.Done.WaitAsync(cancellationToken);
    }

    /// <summary>Stores what is left, and lets go of the folder. What happens from now on is not stored.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        await Task.Run(Close);
    }

    /// <summary>Completes when everything said before is on the disk, whatever the durability.</summary>
    internal Task FlushAsync() => _writer!.StoredAsync();

    private JournalContents Open()
    {
        _lock = FolderLock.Take(_options.Path);
        try
        {
            _store = new JournalStore(OpenFamily(GenerationsName), OpenFamily(SessionsName), _clock);
            _upkeep = new JournalUpkeep(_store, _options, _events, _clock);
            var contents = new JournalRecovery(_store, _upkeep, _options, _events, _clock).Run();
            EnsureWritable();
            _writer = new JournalWriter(_store, _upkeep, _health, _events, _options, _clock);
            return contents;
        }
        catch (Exception exception)
        {
            Close();
            throw exception switch
            {
                InvalidDataException => new JournalException(exception.Message, exception),
                IOException or UnauthorizedAccessException => FolderLock.Unusable(_options.Path, exception),
                _ => exception,
            };
        }
    }

    private SegmentFamily OpenFamily(string name) => SegmentFamily.Open(_disk, _options.Path, name, _options.SegmentBytes);

    /// <summary>Whoever starts a server wants to know now, and not with the first token, that nothing can be stored.</summary>
    private void EnsureWritable()
    {
        _store!.Generations.Flush(_store.Generations.Active);
        _store.Sessions.Flush(_store.Sessions.Active);
    }

    private void Close()
    {
        _writer?.Dispose();
        _store?.Dispose();
        _lock?.Dispose();
    }
}
