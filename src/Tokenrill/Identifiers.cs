namespace Tokenrill;

/// <summary>Identifiers sort by time and carry 74 random bits, so they cannot be guessed.</summary>
internal static class Identifiers
{
    public static string NewGeneration(DateTimeOffset now) => Create("gen_", now);

    public static string NewSession(DateTimeOffset now) => Create("ses_", now);

    public static string NewMessage(DateTimeOffset now) => Create("msg_", now);

    public static string NewSignal(DateTimeOffset now) => Create("sig_", now);

    public static string NewError() => "err_" + Guid.NewGuid().ToString("N")[..20];

    private static string Create(string prefix, DateTimeOffset now) =>
        string.Create(prefix.Length + 32, (prefix, id: Guid.CreateVersion7(now)), static (span, state) =>
        {
            state.prefix.CopyTo(span);
            state.id.TryFormat(span[state.prefix.Length..], out _, "N");
        });
}
