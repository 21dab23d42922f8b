namespace Tokenrill.Journals.Files;

/// <summary>An id as records have it: 16 bytes, without the prefix that says what it is of.</summary>
internal static class SubjectId
{
    private const string Generation = "gen_", Session = "ses_";

    /// <summary>Of a generation's id, or the id of a session's log.</summary>
    public static Guid Of(string id) => TryParse(id, out var subject) ? subject : throw new ArgumentException($"\"{id}\" is no id of a generation or a session.", nameof(id));

    public static bool TryParse(string id, out Guid subject)
    {
        subject = default;
        return id.Length > Generation.Length && Guid.TryParseExact(id.AsSpan(Generation.Length), "N", out subject);
    }

    public static string OfGeneration(Guid subject) => Generation + subject.ToString("N");

    public static string OfSession(Guid subject) => Session + subject.ToString("N");
}
