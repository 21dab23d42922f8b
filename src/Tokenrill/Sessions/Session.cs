using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>A conversation that generations take turns in: its messages, its title, and the log of what happened in it.</summary>
public sealed class Session
{
    private readonly Clock _clock;
    private readonly ISessionListener? _listener;
    private readonly Action<long> _grew;
    private readonly Lock _lock = new();
    private readonly List<SessionMessage> _messages = [];
    private readonly Dictionary<SessionTurn, int> _turns = [];
    private string? _title;
    private long _updatedAt;
    private bool _isDeleted;

    internal Session(Clock clock, SessionKey key, string? title, DateTimeOffset createdAt, Func<Session, ISessionListener>? listen, Action<long> grew)
    {
        _grew = grew;
        _clock = clock;
        Key = key;
        CreatedAt = createdAt;
        _updatedAt = CreatedAt.UtcTicks;
        _title = title;
        Log = new SessionLog(clock, Identifiers.NewSession(CreatedAt));
        Signals = new SessionSignals(Log);
        _listener = listen?.Invoke(this);
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
    public int MessageCount
    {
        get
        {
            lock (_lock)
                return _messages.Count;
        }
    }

    internal SessionKey Key { get; }

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
            Retitle(title);
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
                var message = new SessionMessage(Identifiers.NewMessage(_clock.UtcNow), said.Role, said.Content, _clock.UtcNow);
                Add(message);
                _listener?.Said(message);
            }
            if (_title is null && said is not null && SessionTitle.Of(said.Content) is { } title)
                Retitle(title);
            var answer = new SessionMessage(Identifiers.NewMessage(_clock.UtcNow), ChatRole.Assistant, "", _clock.UtcNow)
            {
                Generation = generation.Id,
                Status = generation.Status,
            };
            var turn = new SessionTurn(this, answer, generation);
            _turns.Add(turn, _messages.Count);
            Add(answer);
            Log.Append(new GenerationStarted(generation.Id, answer.Id, generation.Model));
            return turn;
        }
    }

    internal void End(SessionTurn turn)
    {
        lock (_lock)
        {
            if (!_turns.Remove(turn, out var place))
                return;
            var answer = turn.Message;
            _messages[place] = answer;
            _grew(BytesOf(answer));
            Touch();
            Log.Append(new GenerationEnded(answer.Generation!, answer.Id, answer.Status!.Value));
            if (answer.Content.Length > 0)
                _listener?.Said(answer);
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
            generations = [.. _messages.Select(message => message.Generation).OfType<string>()];
            _grew(-_messages.Sum(BytesOf));
            _messages.Clear();
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
        foreach (var turn in _turns.Keys.Where(turn => turn.HasEnded).ToList())
            End(turn);
    }

    private List<SessionMessage> Snapshot()
    {
        var now = new List<SessionMessage>(_messages);
        foreach (var (turn, place) in _turns)
            now[place] = turn.Message;
        return now;
    }

    private void Add(SessionMessage message)
    {
        _messages.Add(message);
        _grew(BytesOf(message));
        Log.Append(new MessageCreated(message));
    }

    private void Retitle(string title)
    {
        if (title == _title)
            return;
        Volatile.Write(ref _title, title);
        Log.Append(new TitleChanged(title));
    }

    /// <summary>Roughly what a message holds in memory. An answer counts when it has ended: until then the generation's log has it.</summary>
    private static long BytesOf(SessionMessage message) => 2L * (message.Content.Length + (message.Reasoning?.Length ?? 0));

    private void Touch() => Volatile.Write(ref _updatedAt, _clock.UtcNow.UtcTicks);
}
