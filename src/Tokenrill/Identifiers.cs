using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tokenrill;

/// <summary>Identifiers sort by time and carry 74 random bits, so they cannot be guessed.</summary>
internal static class Identifiers
{
    private const int Bytes = 16;

    // Each thread draws for so many at once: asking the system is a call into the kernel.
    private const int Ahead = 64;

    [ThreadStatic]
    private static byte[]? _drawn;

    [ThreadStatic]
    private static int _left;

    public static string NewGeneration(DateTimeOffset now) => Create("gen_", now);

    public static string NewSession(DateTimeOffset now) => Create("ses_", now);

    public static string NewMessage(DateTimeOffset now) => Create("msg_", now);

    public static string NewSignal(DateTimeOffset now) => Create("sig_", now);

    public static string NewError() => "err_" + Guid.NewGuid().ToString("N")[..20];

    private static string Create(string prefix, DateTimeOffset now) =>
        string.Create(prefix.Length + (2 * Bytes), (prefix, now), static (span, state) =>
        {
            Span<byte> id = stackalloc byte[Bytes];
            Draw(id);
            Mark(id, state.now.ToUnixTimeMilliseconds());
            state.prefix.CopyTo(span);
            Convert.TryToHexStringLower(id, span[state.prefix.Length..], out _);
        });

    /// <summary>Makes random bytes a UUID of version 7: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7.</summary>
    private static void Mark(Span<byte> id, long milliseconds)
    {
        BinaryPrimitives.WriteUInt16BigEndian(id, (ushort)(milliseconds >> 32));
        BinaryPrimitives.WriteUInt32BigEndian(id[2..], (uint)milliseconds);
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
    }

    private static void Draw(Span<byte> id)
    {
        var drawn = _drawn ??= new byte[Ahead * Bytes];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(drawn);
            _left = Ahead;
        }
        var own = drawn.AsSpan(--_left * Bytes, Bytes);
        own.CopyTo(id);
        // What an identifier was made of is nobody's to find.
        own.Clear();
    }
}
