using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Tokenrill.Generations;

/// <summary>
/// Makes whole characters of pieces that were cut anywhere. A token may end inside a character: with the first bytes of
/// a UTF-8 sequence, or with one half of a surrogate pair, which decoders write as three bytes (WTF-8). Such an end is
/// held back until the rest arrives. What can never become a character turns into U+FFFD.
/// </summary>
internal struct Utf8Carry
{
    // A high half (3 bytes) and a low half that lacks its last byte.
    private const int MaxHeld = 5;

    private ulong _held;
    private int _heldCount;

    /// <summary>Takes a piece and gives what is whole. When nothing is held and the piece is whole, which is nearly
    /// always, that is the piece itself; otherwise it is rebuilt in <paramref name="scratch"/>.</summary>
    public ReadOnlySpan<byte> Take(ReadOnlySpan<byte> piece, ref byte[] scratch)
    {
        if (_heldCount == 0 && Utf8.IsValid(piece))
            return piece;
        return Rebuild(piece, ref scratch);
    }

    /// <summary>The stream is over: what is still held will never be whole.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        if (_heldCount == 0)
            return default;
        _heldCount = 0;
        return "\uFFFD"u8;
    }

    private ReadOnlySpan<byte> Rebuild(ReadOnlySpan<byte> piece, ref byte[] scratch)
    {
        // Worst case: every byte becomes U+FFFD, three bytes.
        var total = _heldCount + piece.Length;
        var needed = total * 4;
        if (scratch.Length < needed)
            scratch = new byte[Math.Max(needed, 256)];
        var input = scratch.AsSpan(needed - total, total);
        for (var i = 0; i < _heldCount; i++)
            input[i] = (byte)(_held >> (8 * i));
        piece.CopyTo(input[_heldCount..]);
        _heldCount = 0;

        // Output never overtakes input: it has three bytes of room for each byte of input, and input stands at the end.
        var written = 0;
        while (!input.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(input, out var rune, out var consumed);
            if (status == OperationStatus.Done)
            {
                written += rune.EncodeToUtf8(scratch.AsSpan(written));
            }
            else if (MayBecomeWhole(input, status))
            {
                Hold(input);
                break;
            }
            else if (IsHighHalf(input) && IsLowHalf(input[3..]))
            {
                rune = new Rune((char)HalfAt(input), (char)HalfAt(input[3..]));
                written += rune.EncodeToUtf8(scratch.AsSpan(written));
                consumed = 6;
            }
            else
            {
                if (IsHighHalf(input) || IsLowHalf(input))
                    consumed = 3;
                "\uFFFD"u8.CopyTo(scratch.AsSpan(written));
                written += 3;
            }
            input = input[consumed..];
        }
        return scratch.AsSpan(0, written);
    }

    /// <summary>Whether this is all there is, and the beginning of something whole.</summary>
    private static bool MayBecomeWhole(ReadOnlySpan<byte> rest, OperationStatus status)
    {
        if (status == OperationStatus.NeedMoreData)
            return true;
        if (rest[0] != 0xED || rest.Length > MaxHeld)
            return false;
        if (rest.Length < 3)
            return rest.Length == 2 && rest[1] is >= 0xA0 and <= 0xBF;
        // A high half is waiting for its low half, which may have begun.
        return IsHighHalf(rest) && (rest.Length == 3 || (rest[3] == 0xED && (rest.Length == 4 || rest[4] is >= 0xB0 and <= 0xBF)));
    }

    private void Hold(ReadOnlySpan<byte> rest)
    {
        _held = 0;
        for (var i = 0; i < rest.Length; i++)
            _held |= (ulong)rest[i] << (8 * i);
        _heldCount = rest.Length;
    }

    private static bool IsHighHalf(ReadOnlySpan<byte> bytes) => IsHalf(bytes) && bytes[1] < 0xB0;

    private static bool IsLowHalf(ReadOnlySpan<byte> bytes) => IsHalf(bytes) && bytes[1] >= 0xB0;

    private static bool IsHalf(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && bytes[0] == 0xED && bytes[1] is >= 0xA0 and <= 0xBF && bytes[2] is >= 0x80 and <= 0xBF;

    private static int HalfAt(ReadOnlySpan<byte> bytes) => 0xD000 | ((bytes[1] & 0x3F) << 6) | (bytes[2] & 0x3F);
}
