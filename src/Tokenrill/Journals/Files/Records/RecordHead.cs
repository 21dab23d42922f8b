using System.Buffers.Binary;

namespace Tokenrill.Journals.Files;

/// <summary>The 48 bytes a record begins with, written and read here and nowhere else. Little endian; the subject stands as its
/// text reads.</summary>
/// <remarks>
/// <code>
///  0  marker     4 bytes, FF 54 52 1E; FF is in no UTF-8
///  4  length     u32, bytes of the payload
///  8  checksum   u32
/// 12  kind       u8
/// 13  flags      u8
/// 14  check      u16, of the header alone
/// 16  subject    16 bytes
/// 32  epoch      i64
/// 40  sequence   i32
/// 44  count      i32
/// </code>
/// One register of CRC-32C, started from the segment's salt, runs through bytes 0 to 7, 12 to 13 and 16 to 47: its lower half is
/// the check. It goes on through the payload: that is the checksum. Whoever can only choose text does not know the salt and cannot
/// write the marker, so a record inside of a payload is not taken for one. Nor must it be read to its end to see that: but for one in
/// 65,536 the check refuses it, so heads in a payload cost little, however long the records are that they promise.
/// </remarks>
internal readonly struct RecordHead
{
    /// <summary>How long it is.</summary>
    public const int Bytes = 48;

    /// <summary>The longest payload of a record, in bytes.</summary>
    public const int MostPayload = 512 << 20;

    private readonly uint _checksum;
    private readonly uint _register;

    private RecordHead(in RecordHeader header, int payloadLength, uint checksum, uint register)
    {
        Header = header;
        PayloadLength = payloadLength;
        _checksum = checksum;
        _register = register;
    }

    /// <summary>What every record begins with.</summary>
    public static ReadOnlySpan<byte> Marker => [0xFF, 0x54, 0x52, 0x1E];

    public RecordHeader Header { get; }

    public int PayloadLength { get; }

    /// <summary>The whole record's length in bytes.</summary>
    public int RecordLength => Bytes + PayloadLength;

    /// <summary>Writes the head of a record whose payload stands behind it already.</summary>
    public static void Write(Span<byte> record, in RecordHeader header, uint salt)
    {
        Marker.CopyTo(record);
        BinaryPrimitives.WriteInt32LittleEndian(record[4..], record.Length - Bytes);
        record[12] = header.Kind;
        record[13] = header.Flags;
        header.Subject.TryWriteBytes(record[16..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64LittleEndian(record[32..], header.Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(record[40..], header.Sequence);
        BinaryPrimitives.WriteInt32LittleEndian(record[44..], header.Count);
        var register = Register(record, salt);
        BinaryPrimitives.WriteUInt16LittleEndian(record[14..], (ushort)register);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Checksum.Add(register, record[Bytes..]));
    }

    /// <summary>Reads the head of a record. False when these bytes are none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, uint salt, out RecordHead head)
    {
        head = default;
        if (bytes.Length < Bytes || !bytes.StartsWith(Marker))
            return false;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var register = Register(bytes, salt);
        if (length > MostPayload || BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]) != (ushort)register)
            return false;
        var header = new RecordHeader(
            bytes[12],
            bytes[13],
            new Guid(bytes.Slice(16, 16), bigEndian: true),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[44..]));
        head = new RecordHead(header, (int)length, BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]), register);
        return true;
    }

    /// <summary>Whether this is the payload that was written behind this head.</summary>
    public bool Fits(ReadOnlySpan<byte> payload) => Checksum.Add(_register, payload) == _checksum;

    private static uint Register(ReadOnlySpan<byte> head, uint salt) =>
        Checksum.Add(Checksum.Add(Checksum.Add(salt, head[..8]), head[12..14]), head[16..Bytes]);
}
