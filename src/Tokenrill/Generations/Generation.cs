using Tokenrill.Journals;
using Tokenrill.Logs;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Sessions;
using Tokenrill.Time;

namespace Tokenrill.Generations;

/// <summary>One run of a model: its log, who it belongs to, and everything that may end it. It ends exactly once, by
/// whoever is first; the log's terminal event says how.</summary>
public sealed class Generation : ISessionHolder, ISwept
{
    private static readonly ModelRequest LetGo = new() { Model = "", Messages = [] };

    private static readonly GenerationRequest NothingKept = new() { Ask = LetGo };

    private static long _lastOrdinal;

    private readonly GenerationServices _services;
    private readonly string? _message;
    private readonly int _damagedFrom = int.MaxValue;
    private ReaderCount _readers;
    private UsageDetail? _usage;
    private volatile GenerationRun _run;
    private volatile string _model;
    private volatile bool _hasEnded;
    private long _sweepAt = long.MinValue;

    internal Generation(GenerationServices services, GenerationRequest request, string owner, ModelTarget target)
    {
        _services = services;
        Request = request;
        Owner = owner;
        _model = target.Address;
        ProviderName = target.ProviderName;
        CreatedAt = services.Clock.UtcNow;
        Id = Identifiers.NewGeneration(CreatedAt);
        Log = new GenerationLog(services.Clock);
        _run = new GenerationRun(new Deadlines(services.Options.Deadlines, request.Deadlines));
        _readers = new ReaderCount(
            request.OnDisconnect ?? services.Options.Readers.OnDisconnect,
            (request.Grace ?? services.Options.Readers.Grace).Ticks);
        ((ISwept)this).SweepIndex = -1;
        // Before the session is claimed: a generation that loses its session at once still begins with this.
        Log.OpenWriter().Detail(EventKind.Started, new StartedDetail(Id, Session, _model, CreatedAt));
    }

    /// <summary>A generation that ran before, from where it was stored: it has ended, and is only to be read.</summary>
    internal Generation(GenerationServices services, StoredGeneration stored)
    {
        var head = stored.Head;
        _services = services;
        _model = stored.Log.Details.OfType<StatusDetail>().LastOrDefault(status => status.Model is not null)?.Model ?? head.Model;
        _usage = stored.Log.Details.OfType<UsageDetail>().LastOrDefault();
        _message = head.Message;
        ProviderName = _model[.._model.IndexOf('/', StringComparison.Ordinal)];
        Owner = head.Owner;
        CreatedAt = head.CreatedAt;
        Id = head.Id;
        Epoch = head.Epoch;
        Request = new GenerationRequest { Ask = LetGo, Session = head.Session, IdempotencyKey = head.Key, Fingerprint = head.Fingerprint, Metadata = head.Metadata };
        Log = stored.Log;
        _run = GenerationRun.Over;
        _readers = new ReaderCount(OnDisconnect.Continue, grace: 0);
        ((ISwept)this).SweepIndex = -1;
        // When it was heard of last: that it ended, nobody saw.
        Log.Restore(EventKind.Interrupted, Log.LastElapsed, [], InterruptedDetail.Instance);
        Log.Publish();
        _damagedFrom = stored.IsDamaged ? Log.LastSequence : int.MaxValue;
        _hasEnded = true;
    }

    /// <summary>For example <c>gen_0198…</c>.</summary>
    public string Id { get; }

    /// <summary>The caller it belongs to.</summary>
    public string Owner { get; }

    /// <summary>What was asked. The conversation itself is let go when the generation has cleaned up: it may be a thousand
    /// times larger than the answer, and nobody reads it again.</summary>
    public GenerationRequest Request { get; private set; }

    /// <summary>The session it takes part in, if any.</summary>
    public string? Session => Request.Session;

    /// <summary>The model that is asked now, as <c>provider/model</c>; another one after a fallback.</summary>
    public string Model => _model;

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it ended; null while it is active.</summary>
    public DateTimeOffset? EndedAt => Log.IsFinished ? CreatedAt + Log[Log.LastSequence].Elapsed : null;

    /// <summary>Its events.</summary>
    public GenerationLog Log { get; }

    /// <summary>How it stands, as far as readers can see.</summary>
    public GenerationStatus Status => Log.LastSequence is var last and > 0 ? GenerationStatuses.Of(Log[last].Kind) : GenerationStatus.Active;

    /// <summary>How it stands, whether or not readers can see that yet.</summary>
    internal GenerationStatus Outcome => GenerationStatuses.Of(Log.Entry(Log.LastAppended).Kind);

    /// <summary>The id of the message of its session that it writes, if it takes part in one.</summary>
    public string? Message => Turn?.MessageId ?? _message;

    /// <summary>What the provider counted so far, if it did.</summary>
    public TokenUsage? Usage => Volatile.Read(ref _usage)?.Usage;

    /// <summary>How many readers follow it now.</summary>
    public int Readers => _readers.Count;

    /// <inheritdoc/>
    public bool HasEnded => _hasEnded;

    /// <summary>Grows with each generation of this process: ids made in the same millisecond do not.</summary>
    internal long Ordinal { get; } = Interlocked.Increment(ref _lastOrdinal);

    internal long Epoch { get; set; }

    /// <summary>Its part in its session, once it has begun one.</summary>
    internal SessionTurn? Turn { get; set; }

    /// <summary>What the journal knows of it.</summary>
    internal object? JournalState { get; set; }

    /// <summary>The provider that is asked now.</summary>
    internal string ProviderName { get; private set; }

    internal Deadlines Deadlines => _run.Deadlines;

    internal CancellationToken Cancellation => _run.Cancellation;

    /// <inheritdoc cref="GenerationRun.Ended"/>
    internal Task Ended => _run.Ended;

    /// <inheritdoc cref="GenerationRun.CleanedUp"/>
    internal Task CleanedUp => _run.CleanedUp;

    string? ISessionHolder.Subject => Request.Subject;

    int ISwept.SweepIndex { get; set; }

    long ISwept.SweepAt
    {
        get => Volatile.Read(ref _sweepAt);
        set => Volatile.Write(ref _sweepAt, value);
    }

    long ISwept.DueAt => HasEnded ? long.MaxValue : Math.Min(Deadlines.NextAt, _readers.GraceEndsAt);

    /// <summary>What a journal stores of it besides its events.</summary>
    internal GenerationHead HeadAt(DateTimeOffset? finishedAt) => new()
    {
        Id = Id,
        Owner = Owner,
        Model = ((StartedDetail)Log.DetailOf(Log.Entry(1))).Model,
        CreatedAt = CreatedAt,
        FinishedAt = finishedAt,
        Session = Session,
        Message = Message,
        Epoch = Epoch,
        Key = Request.IdempotencyKey,
        Fingerprint = Request.Fingerprint,
        IsDamaged = _damagedFrom != int.MaxValue,
        Metadata = Request.Metadata,
    };

    /// <summary>It was not started after all: its key may be used again, also where it is stored.</summary>
    internal void LetGoOfKey() => Request = Request with { IdempotencyKey = null };

    /// <summary>Puts what was said before between the system messages and what is new.</summary>
    internal void Precede(IReadOnlyList<ChatMessage> history)
    {
        var asked = Request.Ask.Messages;
        var system = asked.TakeWhile(message => message.Role == ChatRole.System).Count();
        Request = Request with { Ask = Request.Ask with { Messages = [.. asked.Take(system), .. history, .. asked.Skip(system)] } };
    }

    /// <summary>It is acknowledged: readers see its first event, and its clocks run.</summary>
    internal void Open()
    {
        Deadlines.Start(_services.Clock.Now);
        _services.Sweep.Add(this);
        Flush();
    }

    /// <summary>Another model is asked from now on.</summary>
    internal void SwitchTo(ModelTarget target)
    {
        _model = target.Address;
        ProviderName = target.ProviderName;
    }

    /// <summary>It has ended and cleaned up. What nobody will read is let go of.</summary>
    internal void Close()
    {
        var run = _run;
        _services.Sweep.Remove(this);
        Request = Request is { Session: null, IdempotencyKey: null, Metadata: null } ? NothingKept : Request with { Ask = LetGo, Said = null };
        _run = GenerationRun.Over;
        run.CleanUp();
    }

    /// <summary>A new reader that begins behind event <paramref name="after"/>.</summary>
    /// <exception cref="TokenrillException">There is no such event.</exception>
    public LogReader Attach(int after = 0)
    {
        if (after < 0)
            throw TokenrillException.Invalid("after", "must be 0 or the sequence number of an event");
        EnsureIsThere(after);
        if (after > Log.LastSequence)
            throw new TokenrillException(ErrorCode.NotFound, $"after: event {after} is not known; the last one is {Log.LastSequence}") { Field = "after" };
        _readers.Add();
        return new LogReader(Log, after, _services.Clock, _services.Sweep, DetachReader);
    }

    /// <summary>Whether nothing will ever follow event <paramref name="after"/>.</summary>
    /// <exception cref="TokenrillException">That event was damaged, so nobody knows what followed it.</exception>
    public bool IsOver(int after)
    {
        EnsureIsThere(after);
        return Log.IsFinished && after == Log.LastSequence;
    }

    /// <summary>Completes when it has cleaned up and readers see its end. Whoever waits here is no reader: nothing goes on for them.</summary>
    internal async Task SettledAsync()
    {
        await CleanedUp;
        // Its end may be in the log before readers may see it.
        using var reader = new LogReader(Log, Log.LastSequence, _services.Clock, _services.Sweep);
        await reader.ReadToEndAsync();
    }

    /// <summary>Stops it. True when this call ended it; false when it had ended already.</summary>
    public bool Stop() => End(EventKind.Cancelled, static () => CancelledDetail.Stop, () => _services.Events.Stopped(this, CancelledDetail.Stop.Reason));

    /// <inheritdoc/>
    public void SupersededBy(string generation) =>
        End(EventKind.Superseded, () => new SupersededDetail(generation), () => _services.Events.Superseded(this, generation));

    /// <summary>A provider is asked.</summary>
    internal void Ask()
    {
        Deadlines.Ask(_services.Clock.Now);
        _services.Sweep.Hasten(this);
    }

    /// <summary>The first output of the provider that is asked has come.</summary>
    internal void FirstOutput()
    {
        Deadlines.Token(Log.LastOutputAt);
        _services.Sweep.Hasten(this);
    }

    internal bool Complete(FinishReason reason) =>
        End(EventKind.Completed, () => new CompletedDetail(reason, GenerationStatistics.Measure(Log, Usage)));

    internal bool Fail(GenerationError error, Action? say = null) =>
        End(EventKind.Failed, () => new FailedDetail(error, GenerationStatistics.Measure(Log, Usage)), say);

    internal bool Interrupt() => End(EventKind.Interrupted, static () => InterruptedDetail.Instance);

    internal void Counted(in TokenUsage usage) => Volatile.Write(ref _usage, new UsageDetail(usage));

    /// <summary>Hands what was appended to the journal, and to readers when the journal lets them see it.</summary>
    internal void Flush()
    {
        if (_services.Journal.Appended(this))
            Log.Publish();
    }

    bool ISwept.IsDue(long now) => !HasEnded && (Deadlines.Expired(now) is not null || _readers.GraceIsOver(now));

    void ISwept.OnDue(long now)
    {
        if (Deadlines.Expired(now) is { } code)
        {
            var error = GenerationError.Create(code);
            Fail(error, () => _services.Events.DeadlineExpired(this, error));
        }
        else if (_readers.GraceIsOver(now))
        {
            CancelForDisconnect();
        }
    }

    private void EnsureIsThere(int after)
    {
        if (after >= _damagedFrom)
            throw new TokenrillException(ErrorCode.CursorExpired, $"after: what followed event {_damagedFrom - 1} was damaged where it was stored, and cannot be read any more") { Field = "after" };
    }

    private void DetachReader()
    {
        if (_readers.Remove(_services.Clock.Now))
            CancelForDisconnect();
        else
            _services.Sweep.Hasten(this);
    }

    private void CancelForDisconnect() =>
        End(EventKind.Cancelled, static () => CancelledDetail.Disconnect, () => _services.Events.Stopped(this, CancelledDetail.Disconnect.Reason));

    /// <summary>Ends it, unless it has ended. What is said of it in the log is said before anybody can know: otherwise its
    /// runner, on another thread, may say first that it ended.</summary>
    private bool End(EventKind kind, Func<EventDetail> detail, Action? say = null)
    {
        var run = _run;
        if (!Log.Seal(kind, detail, Volatile.Read(ref _usage)))
            return false;
        say?.Invoke();
        // In this order: whoever reads its end finds its session free, and whoever waits for its end finds that in the log.
        _hasEnded = true;
        Flush();
        run.End();
        if (kind != EventKind.Completed)
            run.Cancel();
        return true;
    }
}
