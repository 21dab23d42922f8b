using System.Buffers;

namespace Tokenrill.Journals.Files;

/// <summary>Numbers in seven bits a byte, the lowest first; the high bit says that more follow (LEB128).</summary>
internal static class VarInt
{
    private const int Most = 10;

    public static void Write(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(Most);
        var length = 0;
        while (value >= 0x80)
        {
            span[length++] = (byte)(value | 0x80);
            value >>= 7;
        }
        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Writes bytes, and before them how many there are.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        Write(output, (ulong)bytes.Length);
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    /// <summary>Takes a number from the front.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static ulong Read(ref ReadOnlySpan<byte> input)
    {
        var value = 0UL;
        for (var i = 0; i < Math.Min(input.Length, Most); i++)
        {
            value |= (ulong)(input[i] & 0x7F) << (7 * i);
            if (input[i] >= 0x80)
                continue;
            input = input[(i + 1)..];
            return value;
        }
        throw new InvalidDataException("A record ends in the middle of a number.");
    }

    /// <summary>Takes as many bytes from the front as are said to be there.</summary>
    /// <exception cref="InvalidDataException">There are not so many.</exception>
    public static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> input)
    {
        var length = Read(ref input);
        if (length > (ulong)input.Length)
            throw new InvalidDataException("A record is shorter than it says.");
        var bytes = input[..(int)length];
        input = input[(int)length..];
        return bytes;
    }
}
