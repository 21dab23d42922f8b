using System.Text;
using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>What happens in sessions, as records: one for each event. Each says for itself whose session it is of, so that a damaged one
/// takes no other with it.</summary>
/// <remarks>The payload: when the session began (ticks since the year 1, as a number of seven bits a byte), its owner and its name (UTF-8, each
/// with its length before it), and the event as JSON.</remarks>
internal static class SessionRecords
{
    public static void Write(RecordBuffer records, in SessionChange change, uint salt)
    {
        var session = change.Session;
        if (change.Happened is SessionErased erased)
        {
            WriteErased(records, change.Tail.Subject, erased, salt);
            return;
        }
        records.Begin(new RecordHeader((byte)KindOf(change.Happened), JournalFlags.None, change.Tail.Subject, 0, change.Happened.Sequence, 1));
        VarInt.Write(records, (ulong)session.CreatedAt.UtcTicks);
        VarInt.Write(records, Encoding.UTF8.GetBytes(session.Owner));
        VarInt.Write(records, Encoding.UTF8.GetBytes(session.Id));
        JournalJson.Write(records, change.Happened);
        records.End(salt);
    }

    /// <summary>Of a deleted session nothing is written but ids, until even those are not needed any more.</summary>
    private static void WriteErased(RecordBuffer records, Guid session, SessionErased erased, uint salt)
    {
        records.Begin(new RecordHeader((byte)JournalKind.SessionErased, JournalFlags.None, session, 0, 0, 0));
        JournalJson.Write(records, erased);
        records.End(salt);
    }

    public static SessionErased ReadErased(ReadOnlySpan<byte> payload) => JournalJson.Read(payload, JournalJson.Default.SessionErased);

    /// <summary>Reads whose session it is.</summary>
    /// <exception cref="InvalidDataException">It does not say so.</exception>
    public static SessionOutline ReadSession(Guid subject, ReadOnlySpan<byte> payload)
    {
        var ticks = VarInt.Read(ref payload);
        if (ticks > (ulong)DateTime.MaxValue.Ticks)
            throw new InvalidDataException("A session began at a time that is none.");
        var owner = Encoding.UTF8.GetString(VarInt.ReadBytes(ref payload));
        var name = Encoding.UTF8.GetString(VarInt.ReadBytes(ref payload));
        return new SessionOutline(SubjectId.OfSession(subject), new SessionKey(owner, name), new DateTimeOffset((long)ticks, TimeSpan.Zero));
    }

    /// <summary>Reads what happened.</summary>
    /// <exception cref="InvalidDataException">It is nothing that happens in sessions.</exception>
    public static SessionEvent ReadEvent(JournalKind kind, ReadOnlySpan<byte> payload)
    {
        VarInt.Read(ref payload);
        VarInt.ReadBytes(ref payload);
        VarInt.ReadBytes(ref payload);
        return kind switch
        {
            JournalKind.SessionBegun => JournalJson.Read(payload, JournalJson.Default.SessionBegun),
            JournalKind.MessageCreated => JournalJson.Read(payload, JournalJson.Default.MessageCreated),
            JournalKind.GenerationStarted => JournalJson.Read(payload, JournalJson.Default.GenerationStarted),
            JournalKind.GenerationEnded => JournalJson.Read(payload, JournalJson.Default.GenerationEnded),
            JournalKind.TitleChanged => JournalJson.Read(payload, JournalJson.Default.TitleChanged),
            JournalKind.SignalCreated => JournalJson.Read(payload, JournalJson.Default.SignalCreated),
            JournalKind.SignalDismissed => JournalJson.Read(payload, JournalJson.Default.SignalDismissed),
            _ => throw new InvalidDataException($"There is no kind of record {(int)kind} in sessions."),
        };
    }

    private static JournalKind KindOf(SessionEvent happened) => happened switch
    {
        SessionBegun => JournalKind.SessionBegun,
        MessageCreated => JournalKind.MessageCreated,
        GenerationStarted => JournalKind.GenerationStarted,
        GenerationEnded => JournalKind.GenerationEnded,
        TitleChanged => JournalKind.TitleChanged,
        SignalCreated => JournalKind.SignalCreated,
        SignalDismissed => JournalKind.SignalDismissed,
        _ => throw new ArgumentException($"{happened.GetType().Name} is not stored.", nameof(happened)),
    };
}
