using System.Buffers;
using System.Text;
using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>What happens in sessions, as records: one for what happened together, so that all of it is there or nothing. Each says for
/// itself whose session it is of, so that a damaged one takes no other with it.</summary>
/// <remarks>The payload: when the session began (ticks since the year 1, as a number of seven bits a byte), its owner and its name (UTF-8, each
/// with its length before it), and the events: of each a byte for its kind and its JSON with the length before it.</remarks>
internal sealed class SessionRecords(RecordBuffer records)
{
    private readonly ArrayBufferWriter<byte> _event = new();

    public void Write(in SessionChange change, uint salt)
    {
        if (change.Steps[0].Happened is SessionErased erased)
            WriteErased(change.Tail.Subject, erased, salt);
        else
            WriteEvents(change, salt);
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
    public static IReadOnlyList<SessionEvent> ReadEvents(in RecordHeader header, ReadOnlySpan<byte> payload)
    {
        if ((JournalKind)header.Kind != JournalKind.SessionEvents)
            throw new InvalidDataException($"There is no kind of record {header.Kind} in sessions.");
        // Whose session it is.
        VarInt.Read(ref payload);
        VarInt.ReadBytes(ref payload);
        VarInt.ReadBytes(ref payload);
        var events = new List<SessionEvent>();
        for (var left = header.Count; left > 0; left--)
        {
            if (payload.IsEmpty)
                throw new InvalidDataException("A record has fewer events than it says.");
            var kind = (SessionEventKind)payload[0];
            payload = payload[1..];
            events.Add(ReadEvent(kind, VarInt.ReadBytes(ref payload)));
        }
        return events;
    }

    private void WriteEvents(in SessionChange change, uint salt)
    {
        var session = change.Session;
        records.Begin(new RecordHeader((byte)JournalKind.SessionEvents, JournalFlags.None, change.Tail.Subject, 0, change.Steps[0].Happened.Sequence, change.Steps.Count));
        VarInt.Write(records, (ulong)session.CreatedAt.UtcTicks);
        VarInt.Write(records, Encoding.UTF8.GetBytes(session.Owner));
        VarInt.Write(records, Encoding.UTF8.GetBytes(session.Id));
        foreach (var (happened, _) in change.Steps)
        {
            records.GetSpan(1)[0] = (byte)SessionEventKinds.Of(happened);
            records.Advance(1);
            _event.ResetWrittenCount();
            JournalJson.Write(_event, happened);
            VarInt.Write(records, _event.WrittenSpan);
        }
        records.End(salt);
    }

    /// <summary>Of a deleted session nothing is written but ids, until even those are not needed any more.</summary>
    private void WriteErased(Guid session, SessionErased erased, uint salt)
    {
        records.Begin(new RecordHeader((byte)JournalKind.SessionErased, JournalFlags.None, session, 0, 0, 0));
        JournalJson.Write(records, erased);
        records.End(salt);
    }

    private static SessionEvent ReadEvent(SessionEventKind kind, ReadOnlySpan<byte> json) => kind switch
    {
        SessionEventKind.SessionBegun => JournalJson.Read(json, JournalJson.Default.SessionBegun),
        SessionEventKind.MessageCreated => JournalJson.Read(json, JournalJson.Default.MessageCreated),
        SessionEventKind.GenerationStarted => JournalJson.Read(json, JournalJson.Default.GenerationStarted),
        SessionEventKind.GenerationEnded => JournalJson.Read(json, JournalJson.Default.GenerationEnded),
        SessionEventKind.TitleChanged => JournalJson.Read(json, JournalJson.Default.TitleChanged),
        SessionEventKind.SignalCreated => JournalJson.Read(json, JournalJson.Default.SignalCreated),
        SessionEventKind.SignalDismissed => JournalJson.Read(json, JournalJson.Default.SignalDismissed),
        _ => throw new InvalidDataException($"There is no kind of event {(int)kind} in sessions."),
    };
}
