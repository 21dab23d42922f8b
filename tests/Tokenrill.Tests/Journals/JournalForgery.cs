using System.Buffers;
using Tokenrill.Journals;
using Tokenrill.Journals.Files;
using Tokenrill.Sessions;

namespace Tokenrill.Tests.Journals;

/// <summary>Records whose checksums are right, whatever they mean.</summary>
internal static class JournalForgery
{
    public static readonly Guid Subject = new("0198c0de-0000-7000-8000-000000000001");

    /// <summary>Puts records behind those of a file.</summary>
    public static void Append(string path, params IEnumerable<SeenRecord> records)
    {
        var salt = Convert.ToUInt32(Path.GetFileNameWithoutExtension(path)[^8..], 16);
        StoredFolder.Edit(path, bytes => [.. bytes, .. SeenRecord.Build(salt, records).Written]);
    }

    /// <summary>What says that a session was deleted.</summary>
    public static SeenRecord Erased(string session, params string[] generations) =>
        Record(JournalKind.SessionErased, JournalFlags.None, SubjectId.Of(session), 0, 0, Json(new SessionErased(generations)));

    /// <summary>The head of a generation that has ended after so many events.</summary>
    public static SeenRecord Head(int last, string? id = null) => Record(
        JournalKind.GenerationHead, JournalFlags.Whole, Subject, last, 0,
        Json(new GenerationHead { Id = id ?? SubjectId.OfGeneration(Subject), Owner = "tester", Model = "m", CreatedAt = DateTimeOffset.UnixEpoch, FinishedAt = DateTimeOffset.UnixEpoch }));

    /// <summary>Events of that generation, said to be so many.</summary>
    public static SeenRecord Events(int first, int count, params byte[] payload) => Record(JournalKind.GenerationEvents, JournalFlags.Whole, Subject, first, count, payload);

    public static SeenRecord Record(JournalKind kind, byte flags, Guid subject, int sequence, int count, ReadOnlySpan<byte> payload) =>
        new(new RecordHeader((byte)kind, flags, subject, 0, sequence, count), Convert.ToHexString(payload));

    private static ReadOnlySpan<byte> Json(object value)
    {
        var json = new ArrayBufferWriter<byte>();
        JournalJson.Write(json, value);
        return json.WrittenSpan;
    }
}
