using System.Buffers;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class RecordBufferTests
{
    private static readonly RecordHeader Header = new(1, 2, new Guid(3, 4, 5, [6, 7, 8, 9, 10, 11, 12, 13]), 14, 15, 16);

    private readonly RecordBuffer _buffer = new();

    [Fact]
    public void The_checksum_is_the_one_the_standard_gives() =>
        (~Checksum.Add(uint.MaxValue, "123456789"u8)).ShouldBe(0xE3069283);

    [Fact]
    public void A_record_stands_as_the_format_says()
    {
        _buffer.Begin(Header);
        _buffer.Write("abc"u8);
        _buffer.End(salt: 42);

        _buffer.Length.ShouldBe(51);
        var bytes = _buffer.Written.ToArray();
        Convert.ToHexString(bytes[..8]).ShouldBe("FF54521E" + "03000000");
        Convert.ToHexString(bytes[12..14]).ShouldBe("0102");
        Convert.ToHexString(bytes[16..]).ShouldBe("000000030004000506070809" + "0A0B0C0D" + "0E00000000000000" + "0F000000" + "10000000" + "616263");
        var head = Checksum.Add(42, [.. bytes[..8], .. bytes[12..14], .. bytes[16..48]]);
        BitConverter.ToUInt16(bytes, 14).ShouldBe((ushort)head);
        BitConverter.ToUInt32(bytes, 8).ShouldBe(Checksum.Add(head, "abc"u8));
    }

    [Fact]
    public void Building_records_allocates_nothing_once_the_buffer_has_grown()
    {
        Round();
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Round();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        _buffer.Length.ShouldBe(5000 * (RecordHead.Bytes + 60));
        allocated.ShouldBe(0);

        void Round()
        {
            _buffer.Clear();
            for (var i = 0; i < 5000; i++)
            {
                _buffer.Begin(Header);
                _buffer.GetSpan(60)[..60].Fill((byte)i);
                _buffer.Advance(60);
                _buffer.End(7);
            }
        }
    }

    [Fact]
    public void A_round_that_was_large_does_not_stay_in_memory()
    {
        _buffer.Begin(Header);
        var large = _buffer.GetMemory(RecordBuffer.MostKept + 1);
        _buffer.Advance(large.Length);
        _buffer.End(1);
        _buffer.Clear();

        _buffer.Begin(Header);
        _buffer.GetMemory().Length.ShouldBeLessThan(RecordBuffer.MostKept);
    }

    [Fact]
    public void What_is_thrown_away_leaves_what_stood_before_it()
    {
        Build("kept"u8);
        var kept = _buffer.Written.ToArray();
        Build("thrown away"u8);
        _buffer.Begin(Header);
        _buffer.Write("never ended"u8);

        _buffer.Rewind(kept.Length);
        _buffer.Written.ToArray().ShouldBe(kept);
        Build("next"u8);
        _buffer.Written[kept.Length..][RecordHead.Bytes..].ToArray().ShouldBe("next"u8.ToArray());
    }

    [Fact]
    public void A_record_that_was_only_begun_is_not_written()
    {
        Build("whole"u8);
        var length = _buffer.Length;
        _buffer.Begin(Header);
        _buffer.Write("half"u8);

        _buffer.Length.ShouldBe(length);
        _buffer.Written.Length.ShouldBe(length);
    }

    [Fact]
    public void A_record_is_begun_once_and_ended_once()
    {
        Should.Throw<InvalidOperationException>(() => _buffer.End(1));
        Should.Throw<InvalidOperationException>(() => _buffer.GetMemory());
        _buffer.Begin(Header);
        Should.Throw<InvalidOperationException>(() => _buffer.Begin(Header));
        _buffer.End(1);
        Should.Throw<InvalidOperationException>(() => _buffer.End(1));
    }

    private void Build(ReadOnlySpan<byte> payload)
    {
        _buffer.Begin(Header);
        _buffer.Write(payload);
        _buffer.End(9);
    }
}
