using System.Buffers.Binary;
using System.Numerics;

namespace Tokenrill.Journals.Files;

/// <summary>CRC-32C (Castagnoli, https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4) as its register runs: nothing is inverted
/// at the beginning or at the end.</summary>
internal static class Checksum
{
    /// <summary>Runs the register on through these bytes, eight at a time.</summary>
    public static uint Add(uint register, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var octet in bytes)
            register = BitOperations.Crc32C(register, octet);
        return register;
    }
}
