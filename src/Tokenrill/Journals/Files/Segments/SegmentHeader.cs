using System.Buffers.Binary;

namespace Tokenrill.Journals.Files;

/// <summary>The 16 bytes a segment's file begins with: <c>TRJOURN</c>, the version of the format (u8), the segment's number (u32),
/// and CRC-32C of these 12 bytes (u32, as usual: from all ones, inverted at the end).</summary>
internal static class SegmentHeader
{
    public const int Bytes = 16;
    public const byte Version = 1;

    private const int Checked = 12;

    private static ReadOnlySpan<byte> Magic => "TRJOURN"u8;

    public static void Write(Span<byte> into, int number)
    {
        Magic.CopyTo(into);
        into[7] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(into[8..], number);
        BinaryPrimitives.WriteUInt32LittleEndian(into[Checked..], ChecksumOf(into));
    }

    /// <summary>What is wrong with a header, or null.</summary>
    /// <exception cref="InvalidDataException">It is whole, and of a version that cannot be read.</exception>
    public static string? Fault(ReadOnlySpan<byte> header, int number, string path)
    {
        if (header.Length < Bytes)
            return "the file's header is cut off";
        if (!header.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(header[Checked..]) != ChecksumOf(header))
            return "the file's header is damaged";
        if (header[7] != Version)
            throw new InvalidDataException($"{path} was written by a newer Tokenrill: it has version {header[7]} of the journal's format, and this one reads version {Version}");
        var said = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        return said == number ? null : $"the file's header says that it is segment {said}";
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> header) => ~Checksum.Add(uint.MaxValue, header[..Checked]);
}
