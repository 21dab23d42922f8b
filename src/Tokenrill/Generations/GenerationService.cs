using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Tokenrill.Diagnostics;
using Tokenrill.Journals;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Sessions;
using Tokenrill.Time;

namespace Tokenrill.Generations;

/// <summary>The engine's front door: start, find, list and stop generations. Every call says who asks, and nobody sees
/// what belongs to somebody else.</summary>
public sealed class GenerationService : IDisposable
{
    private readonly GenerationServices _services;
    private readonly ModelCatalog _models;
    private readonly ISessionGate _gate;
    private readonly SessionDirectory _sessions;
    private readonly GenerationRunner _runner;
    private readonly GenerationRegistry _registry;
    private readonly StoredGenerations _stored;
    private readonly IdempotencyKeys _idempotency = new();
    private readonly ActiveCounts _activeCounts = new();
    private readonly TokenrillMetrics _metrics;
    private volatile bool _stopping;

    /// <summary>An engine of its own.</summary>
    /// <param name="options">Checked by <see cref="TokenrillOptionsCheck"/> before.</param>
    /// <param name="models">Where models are found.</param>
    /// <param name="time">All time comes from here.</param>
    /// <param name="logger">Gets a line for each thing that happens to a generation.</param>
    /// <param name="journal">Where logs are stored besides memory; nowhere by default.</param>
    /// <param name="sessions">Who may be active in a session; this process alone decides by default.</param>
    /// <param name="meters">Makes the engine's meter, so that its host can tell it from another engine's in the same process.</param>
    public GenerationService(
        TokenrillOptions options, ModelCatalog models, TimeProvider time, ILogger<GenerationService> logger,
        IJournal? journal = null, ISessionGate? sessions = null, IMeterFactory? meters = null)
    {
        var clock = new Clock(time);
        journal ??= new MemoryJournal();
        _models = models;
        _gate = sessions ?? new MemorySessionGate(time);
        _sessions = new SessionDirectory(options.Sessions, clock, journal);
        _registry = new GenerationRegistry(options.Storage, clock, journal, _idempotency);
        _metrics = new TokenrillMetrics(meters, () => _registry.Active.Count(IsActive), () => _registry.FinishedCount, () => _registry.Active.Sum(generation => generation.Readers));
        _services = new GenerationServices(options, clock, new Sweep(clock), journal, new GenerationEvents(new ForgivingLogger(logger), _metrics));
        _runner = new GenerationRunner(_services, OnCleanedUp);
        _stored = new StoredGenerations(_services, _registry, _sessions);
        Sessions = new SessionService(_sessions, _gate, journal, _registry, _idempotency, options.Signals, clock);
    }

    /// <summary>The sessions that generations take turns in.</summary>
    public SessionService Sessions { get; }

    /// <summary>The models that can be asked.</summary>
    public ModelCatalog Models => _models;

    /// <summary>How this engine behaves.</summary>
    public TokenrillOptions Options => _services.Options;

    /// <summary>Why nothing is stored just now, for an operator; null while all is well.</summary>
    public string? StorageFault => _services.Journal.Fault;

    /// <summary>How many generations are active, or have ended and still clean up.</summary>
    public int ActiveCount => _registry.ActiveCount;

    /// <summary>How many registry entries of any kind belong to active generations: generations, claimed sessions,
    /// counted callers. 0 when nothing runs.</summary>
    internal int Residue => _registry.ActiveCount + _activeCounts.Callers + ((_gate as MemorySessionGate)?.Count ?? 0);

    /// <summary>Those that are active, and those that have ended and still clean up.</summary>
    internal IEnumerable<Generation> Unfinished => _registry.Active;

    internal int Swept => _services.Sweep.Count;

    internal int KeptGenerations => _registry.FinishedCount;

    internal int IdempotencyKeyCount => _idempotency.Count;

    /// <summary>Starts a generation, or finds the one that already is what was asked for.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="withReader">Whether to attach a reader before the first event, so that losing it counts as losing the last.</param>
    /// <param name="cancellationToken">Cancels only the start.</param>
    /// <exception cref="TokenrillException">The request is wrong, the session is busy, or a limit is reached.</exception>
    public async ValueTask<StartedGeneration> StartAsync(GenerationRequest request, Caller caller, bool withReader, CancellationToken cancellationToken)
    {
        GenerationRequestCheck.Ensure(request, _services.Options);
        var targets = _models.Resolve(request.Ask.Model);
        EnsureSupported(request.Ask, ref targets);
        var generation = new Generation(_services, request, caller.Name, targets[0]);
        while (_idempotency.Claim(generation) is { } holder)
        {
            if ((holder.InMemory ?? await _stored.FindAsync(holder.Generation, cancellationToken)) is { } there)
                return Existing(there, withReader);
            // It expired in this moment.
            _idempotency.Release(generation.Owner, request.IdempotencyKey!, holder);
        }
        try
        {
            return await StartNewAsync(generation, targets, withReader, cancellationToken);
        }
        catch (Exception exception)
        {
            _idempotency.Release(generation);
            generation.LetGoOfKey();
            // Somebody with the same key may be reading already.
            generation.Fail(GenerationError.Create((exception as TokenrillException)?.Code ?? ErrorCode.Internal));
            generation.Turn?.End();
            throw;
        }
    }

    /// <summary>Finds what a process before this one has stored, and ends what ran there. To be called once, before anything else.</summary>
    /// <exception cref="JournalException">The storage cannot be used.</exception>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var contents = await _services.Journal.OpenAsync(cancellationToken);
        (_gate as MemorySessionGate)?.GoOnFrom(contents.LastEpoch);
        foreach (var key in contents.Keys)
            _idempotency.Restore(key);
        _stored.Recover(contents);
        await _services.Journal.StoredAsync(cancellationToken);
    }

    /// <summary>The generation by that id.</summary>
    /// <exception cref="TokenrillException"><see cref="ErrorCode.NotFound"/>: there is none, it has expired, or it is somebody else's.</exception>
    public async ValueTask<Generation> FindAsync(string id, Caller caller, CancellationToken cancellationToken) =>
        await _stored.FindAsync(id, cancellationToken) is { } generation && caller.MayTouch(generation.Owner)
            ? generation
            : throw new TokenrillException(ErrorCode.NotFound, "There is no such generation, or it is no longer kept.");

    /// <summary>The caller's active generations, oldest first; everybody's for an admin. One whose end can be read is none of them,
    /// though it may still be cleaning up.</summary>
    public IReadOnlyList<Generation> Active(Caller caller) =>
        [.. _registry.Active.Where(generation => IsActive(generation) && caller.MayTouch(generation.Owner)).OrderBy(generation => generation.Ordinal)];

    /// <summary>Refuses new generations, ends those that run with <c>interrupted</c>, and waits for their cleanup until
    /// the token says that time is up.</summary>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        var running = _registry.Active.ToArray();
        foreach (var generation in running)
            generation.Interrupt();
        try
        {
            await Task.WhenAll(running.Select(generation => generation.CleanedUp)).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Time is up. What is left are providers that do not let go; their logs have ended all the same.
        }
        Sessions.Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _services.Sweep.Dispose();
        _registry.Dispose();
        _metrics.Dispose();
    }

    private async ValueTask<StartedGeneration> StartNewAsync(Generation generation, IReadOnlyList<ModelTarget> targets, bool withReader, CancellationToken cancellationToken)
    {
        ISessionClaim? claim = null;
        var counted = false;
        var begun = false;
        // Before anything is awaited: whoever learns its id from the session finds it, and a shutdown that begins now ends it.
        _registry.Add(generation);
        try
        {
            if (_stopping)
                throw new TokenrillException(ErrorCode.Interrupted, "The server is shutting down; try again in a moment.");
            counted = _activeCounts.TryAdd(generation, _services.Options.Limits.GenerationsPerKey);
            if (!counted)
                throw new TokenrillException(ErrorCode.RateLimited, $"Too many generations at once; this key may have {_services.Options.Limits.GenerationsPerKey}.");
            if (generation.Session is { } session)
            {
                var result = await _gate.ClaimAsync(new(generation.Owner, session), generation, OnBusyOf(generation), cancellationToken);
                if (result.Claim is null)
                    return Busy(generation, result.ActiveGeneration!, withReader);
                claim = result.Claim;
                await _sessions.PrepareAsync(new(generation.Owner, session), cancellationToken);
                generation.Epoch = claim.Epoch;
            }
            // Before its turn: what a session says of a generation is never stored before the generation.
            if (!generation.Request.IsUncounted)
                _services.Journal.Begin(generation);
            if (claim is not null)
                generation.Turn = _sessions.Begin(generation);
            await _services.Journal.StoredAsync(cancellationToken);
            begun = true;
        }
        finally
        {
            if (!begun)
                Abandon(generation, claim, counted);
        }
        return Begin(generation, targets, claim, withReader);
    }

    private StartedGeneration Begin(Generation generation, IReadOnlyList<ModelTarget> targets, ISessionClaim? claim, bool withReader)
    {
        var reader = withReader ? generation.Attach() : null;
        generation.Open();
        _ = _runner.RunAsync(generation, targets, claim);
        return new StartedGeneration(generation, reader, true);
    }

    private void Abandon(Generation generation, ISessionClaim? claim, bool counted)
    {
        if (counted)
            _activeCounts.Remove(generation);
        _registry.Remove(generation);
        generation.Close();
        if (claim is not null)
            _ = GiveBackAsync(claim);
    }

    /// <summary>Gives a session back without letting the next one pass the one before, which may still be cleaning up.</summary>
    private async Task GiveBackAsync(ISessionClaim claim)
    {
        await claim.WaitForPredecessorAsync(_services.Options.Sessions.CleanupWait, CancellationToken.None);
        claim.Release();
    }

    private void OnCleanedUp(Generation generation)
    {
        _activeCounts.Remove(generation);
        _registry.Finish(generation);
        generation.Close();
    }

    private StartedGeneration Busy(Generation generation, string active, bool withReader)
    {
        if (OnBusyOf(generation) != OnBusy.Attach || _registry.Find(active) is not { } running)
            throw new TokenrillException(ErrorCode.SessionBusy) { ActiveGeneration = active };
        // Nothing was started, so the key stands for nothing; whoever began to read by it in this moment reads an end.
        _idempotency.Release(generation);
        generation.Fail(GenerationError.Create(ErrorCode.SessionBusy));
        return Existing(running, withReader);
    }

    private OnBusy OnBusyOf(Generation generation) => generation.Request.OnBusy ?? _services.Options.Sessions.OnBusy;

    private static bool IsActive(Generation generation) => !generation.Log.IsFinished;

    private static StartedGeneration Existing(Generation generation, bool withReader) =>
        new(generation, withReader ? generation.Attach() : null, false);

    /// <summary>Leaves, of the models a name stands for, those whose provider takes the request as it is: nearly always all.</summary>
    private static void EnsureSupported(ModelRequest request, ref IReadOnlyList<ModelTarget> targets)
    {
        TokenrillException? refusal = null;
        List<ModelTarget>? supporting = null;
        for (var i = 0; i < targets.Count; i++)
        {
            try
            {
                targets[i].Provider.EnsureSupported(request with { Model = targets[i].Model });
                supporting?.Add(targets[i]);
            }
            catch (TokenrillException exception)
            {
                refusal ??= exception;
                supporting ??= [.. targets.Take(i)];
            }
        }
        if (supporting is null)
            return;
        targets = supporting.Count > 0 ? supporting : throw refusal!;
    }
}
