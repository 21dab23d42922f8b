using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Models;
using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>A conversation that generations take turns in: its messages, its title, and the log of what happened in it.</summary>
public sealed class Session
{
    private readonly SessionServices _services;
    private readonly ISessionListener? _listener;
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionTurn, int> _turns = [];
    private readonly List<SessionStep> _steps = [];
    private List<SessionMessage>? _messages;
    private int _messageCount;
    private string? _title;
    private long _updatedAt;
    private bool _isDeleted;

    /// <summary>A new session.</summary>
    internal Session(SessionServices services, SessionKey key, string? title, DateTimeOffset createdAt)
        : this(services, new SessionOutline(Identifiers.NewSession(createdAt), key, createdAt))
    {
        _title = title;
        _messages = [];
    }

    /// <summary>A session that was stored. What was said in it is read when somebody asks.</summary>
    internal Session(SessionServices services, SessionOutline outline)
    {
        _services = services;
        Key = outline.Key;
        CreatedAt = outline.CreatedAt;
        _updatedAt = outline.UpdatedAt.UtcTicks;
        _title = outline.Title;
        _messageCount = outline.MessageCount;
        Log = new SessionLog(services.Clock, outline.LogId, outline.LastSequence, Read);
        Signals = new SessionSignals(_lock, HappenAtOnce, outline.Signals, Read);
        _listener = services.Listen?.Invoke(this);
    }

    /// <summary>Its name: what the client that began it called it, or for example <c>ses_0198…</c>.</summary>
    public string Id => Key.Session;

    /// <summary>The caller it belongs to.</summary>
    public string Owner => Key.Owner;

    /// <summary>What it is about. The first words of its first message until somebody says otherwise; null while there are none.</summary>
    public string? Title => Volatile.Read(ref _title);

    /// <summary>When it began. No two sessions have the same moment, which is their place among the others.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>When it was last said something in, or an answer ended.</summary>
    public DateTimeOffset UpdatedAt => new(Volatile.Read(ref _updatedAt), TimeSpan.Zero);

    /// <summary>What happened in it.</summary>
    public SessionLog Log { get; }

    /// <summary>What was extracted from it.</summary>
    public SessionSignals Signals { get; }

    /// <summary>How many messages it has.</summary>
    public int MessageCount => Volatile.Read(ref _messageCount);

    internal SessionKey Key { get; }

    /// <summary>What the journal knows of it.</summary>
    internal object? JournalState { get; set; }

    /// <summary>Whether what was said in it is in memory.</summary>
    internal bool IsInMemory
    {
        get
        {
            lock (_lock)
                return _messages is not null;
        }
    }

    internal bool HasTurns
    {
        get
        {
            lock (_lock)
                return _turns.Count > 0;
        }
    }

    /// <summary>Its messages as they stand now, oldest first, with the last event of the log that they include: who follows
    /// the log from there misses nothing.</summary>
    public IReadOnlyList<SessionMessage> Messages(out int lastSequence)
    {
        lock (_lock)
        {
            lastSequence = Log.LastSequence;
            return Snapshot();
        }
    }

    /// <summary>Gives it another title.</summary>
    public void Rename(string title)
    {
        lock (_lock)
        {
            Retitle(title);
            Store();
        }
    }

    /// <summary>A generation begins to answer.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="said">The user's message it answers, where there is one.</param>
    /// <param name="characters">How much of what was said before is wanted.</param>
    /// <param name="history">What was said before, as far as it fits.</param>
    /// <returns>Null when the session was deleted in this moment: there is another by its name, or soon will be.</returns>
    internal SessionTurn? Begin(Generation generation, ChatMessage? said, int characters, out IReadOnlyList<ChatMessage> history)
    {
        lock (_lock)
        {
            history = [];
            if (_isDeleted)
                return null;
            EndWhatHasEnded();
            if (characters > 0)
                history = History.Of(Snapshot(), characters);
            Touch();
            if (said is not null)
            {
                var message = new SessionMessage(Identifiers.NewMessage(Clock.UtcNow), said.Role, said.Content, Clock.UtcNow);
                Add(message);
                _listener?.Said(message);
            }
            if (_title is null && said is not null && SessionTitle.Of(said.Content) is { } title)
                Retitle(title);
            var answer = new SessionMessage(Identifiers.NewMessage(Clock.UtcNow), ChatRole.Assistant, "", Clock.UtcNow)
            {
                Generation = generation.Id,
                Status = generation.Status,
            };
            var turn = new SessionTurn(this, answer, generation);
            _turns.Add(turn, Loaded().Count);
            Add(answer);
            Happen(new GenerationStarted(generation.Id, answer.Id, generation.Model));
            Store();
            return turn;
        }
    }

    internal void End(SessionTurn turn)
    {
        lock (_lock)
        {
            if (!_turns.Remove(turn, out var place))
                return;
            End(place, turn.LastMessage, turn.Generation);
            Store();
        }
    }

    /// <summary>Has what was said in it in memory. Files are read where nobody else's tokens wait for the thread.</summary>
    internal Task LoadAsync(CancellationToken cancellationToken) => IsInMemory ? Task.CompletedTask : Task.Run(Load, cancellationToken);

    /// <summary>Ends the turn of a generation that ran when the process went away.</summary>
    internal void End(string message, Generation generation) =>
        EndRestored(message, begun => SessionTurn.AtEnd(begun, generation), generation);

    /// <summary>Ends a turn whose generation is gone altogether.</summary>
    internal void End(string message) =>
        EndRestored(message, static begun => begun with { Status = GenerationStatus.Interrupted }, null);

    /// <summary>Lets go of what was said, if it is stored and nothing is going on.</summary>
    /// <returns>Whether it did.</returns>
    internal bool Park()
    {
        lock (_lock)
        {
            if (_isDeleted || _turns.Count > 0 || _messages is null || !IsStored())
                return false;
            _services.Grew(-_messages.Sum(BytesOf), -1);
            _messages = null;
            Log.Park(IsStored);
            Signals.Park(IsStored);
            return true;
        }
    }

    /// <summary>Forgets what was said; nothing is added any more.</summary>
    /// <returns>The generations that took part.</returns>
    internal IReadOnlyList<string> Delete()
    {
        string[] generations;
        lock (_lock)
        {
            _isDeleted = true;
            generations = [.. Loaded().Select(message => message.Generation).OfType<string>()];
            _services.Grew(-Loaded().Sum(BytesOf), -1);
            _messages = [];
            _messageCount = 0;
            _turns.Clear();
            Signals.Close();
            Log.Close();
        }
        _listener?.Closed();
        return generations;
    }

    /// <summary>One that lost its session may not have come to say so: the log tells its end before the next one's start.</summary>
    private void EndWhatHasEnded()
    {
        foreach (var (turn, place) in _turns.Where(turn => turn.Key.HasEnded).ToList())
        {
            _turns.Remove(turn);
            End(place, turn.LastMessage, turn.Generation);
        }
    }

    private List<SessionMessage> Snapshot()
    {
        var now = new List<SessionMessage>(Loaded());
        foreach (var (turn, place) in _turns)
            now[place] = turn.Message;
        return now;
    }

    private Clock Clock => _services.Clock;

    private void End(int place, SessionMessage answer, Generation? generation)
    {
        Loaded()[place] = answer;
        _services.Grew(BytesOf(answer), 0);
        Touch();
        Happen(new GenerationEnded(answer.Generation!, answer.Id, answer.Status!.Value) { Answer = answer }, generation);
        if (answer.Content.Length > 0)
            _listener?.Said(answer);
    }

    private void Add(SessionMessage message)
    {
        Loaded().Add(message);
        Volatile.Write(ref _messageCount, _messageCount + 1);
        _services.Grew(BytesOf(message), 0);
        Happen(new MessageCreated(message));
    }

    private void Retitle(string title)
    {
        if (title == _title)
            return;
        Volatile.Write(ref _title, title);
        Happen(new TitleChanged(title));
    }

    private void EndRestored(string message, Func<SessionMessage, SessionMessage> end, Generation? generation)
    {
        lock (_lock)
        {
            if (Loaded().FindLastIndex(known => known.Id == message) is var place and >= 0)
                End(place, end(Loaded()[place]), generation);
            Store();
        }
    }

    private void Happen(SessionEvent happened, Generation? ended = null)
    {
        if (Log.Append(happened) is { } numbered)
            _steps.Add(new SessionStep(numbered, ended));
    }

    /// <summary>What has happened together is stored together, and seen then: no question without its answer.</summary>
    private void Store()
    {
        if (_steps.Count == 0)
            return;
        var steps = _steps.ToArray();
        _steps.Clear();
        if (_services.Journal.Happened(this, steps))
            Log.Publish(steps[^1].Happened.Sequence);
    }

    private void HappenAtOnce(SessionEvent happened)
    {
        Happen(happened);
        Store();
    }

    private bool IsStored() => _services.Journal.HasStored(this);

    private IReadOnlyList<SessionEvent> Read() => _services.Journal.Read(this);

    private void Load()
    {
        lock (_lock)
            Loaded();
        Log.Load();
        _ = Signals.All;
    }

    private List<SessionMessage> Loaded()
    {
        if (_messages is not null)
            return _messages;
        var messages = SessionMessage.After(Read());
        _services.Grew(messages.Sum(BytesOf), 1);
        return _messages = messages;
    }

    /// <summary>Roughly what a message holds in memory. An answer counts when it has ended: until then the generation's log has it.</summary>
    private static long BytesOf(SessionMessage message) => 2L * (message.Content.Length + (message.Reasoning?.Length ?? 0));

    private void Touch() => Volatile.Write(ref _updatedAt, Clock.UtcNow.UtcTicks);
}
