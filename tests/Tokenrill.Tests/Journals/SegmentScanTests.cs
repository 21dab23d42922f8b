using System.Buffers.Binary;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class SegmentScanTests : IDisposable
{
    private readonly SegmentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flipped_byte_costs_the_record_it_is_in_and_no_other()
    {
        var (path, bytes, records, places) = Small();
        foreach (var flip in new byte[] { 0x01, 0x80, 0xFF })
        {
            for (var i = 0; i < bytes.Length; i++)
            {
                var flipped = bytes.ToArray();
                flipped[i] ^= flip;
                File.WriteAllBytes(path, flipped);

                var seen = ScanAgain();
                var hit = places.ToList().FindIndex(place => i >= place.Offset && i < place.Offset + place.Length);
                seen.Records.ShouldBe(records.Where((_, number) => number != hit));
                var damage = seen.Damages.ShouldHaveSingleItem();
                damage.Segment.Path.ShouldBe(path);
                (damage.Offset, damage.Length).ShouldBe(hit < 0 ? (0, SegmentHeader.Bytes) : (places[hit].Offset, places[hit].Length));
                damage.IsTail.ShouldBe(hit == places.Count - 1);
                damage.What.ShouldNotBeEmpty();
            }
        }
    }

    [Fact]
    public void Of_a_file_that_is_cut_off_every_whole_record_is_read_and_the_rest_is_cut_and_written_on()
    {
        var (path, bytes, records, places) = Small();
        var next = SeenRecord.Of(99, "written on"u8);
        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);
            var whole = places.Count(place => place.Offset + place.Length <= length);
            var end = whole > 0 ? places[whole - 1].Offset + places[whole - 1].Length : length < SegmentHeader.Bytes ? 0 : SegmentHeader.Bytes;

            using var family = _folder.Open();
            var segment = family.Segments.ShouldHaveSingleItem();
            var seen = SeenRecord.Scan(segment);
            seen.Records.ShouldBe(records.Take(whole));
            seen.Damages.Select(damage => (damage.Offset, damage.Length, damage.IsTail)).ShouldBe(end == length ? [] : [(end, length - end, true)]);

            family.Seal(segment, end).ShouldBeNull();
            SegmentFolder.Append(family, next).ShouldBe(segment);
            var again = ScanAgain();
            again.Records.ShouldBe([.. records.Take(whole), next]);
            again.Damages.ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_record_that_somebody_wrote_into_a_payload_is_none_even_when_that_payload_is_searched()
    {
        var family = _folder.Open();
        var active = family.Active;
        var forged = new[] { 0u, 1u, uint.MaxValue, active.Salt ^ 1, active.Salt + 1, BinaryPrimitives.ReverseEndianness(active.Salt) }
            .Where(salt => salt != active.Salt)
            .SelectMany(salt => SeenRecord.Build(salt, SeenRecord.Of(66, "forged"u8)).Written.ToArray().Concat(RecordHead.Marker.ToArray()))
            .ToArray();
        var behind = SeenRecord.Of(2, "behind it"u8);
        SegmentFolder.Append(family, SeenRecord.Of(1, forged), behind);
        SeenRecord.Scan(active).Records.Count.ShouldBe(2);

        Flip(active.Path, SegmentHeader.Bytes + 4);
        var seen = ScanAgain();
        seen.Records.ShouldBe([behind]);
        seen.Damages.ShouldHaveSingleItem().Length.ShouldBe(RecordHead.Bytes + forged.Length);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(RecordHead.Bytes)]
    public void A_payload_full_of_markers_takes_no_more_than_its_length_to_search(int every)
    {
        const int size = 3 << 20;
        var payload = new byte[size];
        for (var i = 0; i + every <= size; i += every)
        {
            // Each promises a record that goes on to the end of the file.
            var head = SeenRecord.Build(salt: 1, SeenRecord.Of(i, [])).Written[..every].ToArray();
            if (every > 4)
                BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(4), size - i - every);
            head.CopyTo(payload, i);
        }
        var behind = SeenRecord.Of(2, "behind it"u8);
        _folder.Put(salt: 0x9F3AC05E, SeenRecord.Of(1, payload), behind);
        Flip(_folder.Files[0], SegmentHeader.Bytes);

        using var scan = new SegmentScan(_folder.Open().Segments[0]);
        scan.Next().ShouldBeTrue();
        scan.Header.ShouldBe(behind.Header);
        scan.Next().ShouldBeFalse();
        scan.Damages.Count.ShouldBe(1);
        // Every head is looked at; of what they promise, two times the whole at most.
        scan.BytesChecked.ShouldBeInRange(size / every * RecordHead.Bytes, ((size / every) + 100) * RecordHead.Bytes + (2 * size));
    }

    [Fact]
    public void Records_longer_than_what_is_read_at_once_are_read_whole_and_found_again_behind_damage()
    {
        var random = new Random(5);
        var records = Enumerable.Range(0, 12).Select(number =>
        {
            var payload = new byte[number % 3 == 0 ? 700_000 : 90_000];
            random.NextBytes(payload);
            return SeenRecord.Of(number, payload);
        }).ToList();
        var family = _folder.Open();
        var segment = SegmentFolder.Append(family, records);
        var whole = SeenRecord.Scan(segment);
        whole.Records.ShouldBe(records);

        Flip(segment.Path, whole.Places[3].Offset + 350_000);
        Flip(segment.Path, whole.Places[7].Offset);
        var seen = SeenRecord.Scan(segment);
        seen.Records.ShouldBe(records.Where((_, number) => number is not 3 and not 7));
        seen.Damages.Select(damage => (damage.Offset, damage.Length)).ShouldBe(
            [(whole.Places[3].Offset, whole.Places[3].Length), (whole.Places[7].Offset, whole.Places[7].Length)]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_record_that_begins_where_what_is_read_at_once_ends_is_found_behind_damage(int within)
    {
        var behind = SeenRecord.Of(2, "behind it"u8);
        _folder.Put(salt: 1, SeenRecord.Of(1, new byte[(256 * 1024) - RecordHead.Bytes - within]), behind);
        Flip(_folder.Files[0], SegmentHeader.Bytes);

        ScanAgain().Records.ShouldBe([behind]);
    }

    [Fact]
    public void A_tail_of_zeros_which_is_what_some_disks_leave_is_damage_and_no_record()
    {
        var family = _folder.Open();
        var record = SeenRecord.Of(1, "whole"u8);
        var segment = SegmentFolder.Append(family, record);
        var end = segment.Length;
        using (var file = File.Open(segment.Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            file.Write(new byte[100_000]);

        var seen = ScanAgain();
        seen.Records.ShouldBe([record]);
        var damage = seen.Damages.ShouldHaveSingleItem();
        (damage.Offset, damage.Length, damage.IsTail).ShouldBe((end, 100_000, true));
    }

    private (string Path, byte[] Bytes, IReadOnlyList<SeenRecord> Records, IReadOnlyList<RecordPlace> Places) Small()
    {
        using var family = _folder.Open();
        byte[][] payloads = [[], [1], [.. "with a "u8, .. RecordHead.Marker, .. " in it"u8], new byte[60], [.. "the last one"u8]];
        var records = payloads.Select((payload, number) => SeenRecord.Of(number + 1, payload)).ToList();
        var segment = SegmentFolder.Append(family, records);
        return (segment.Path, File.ReadAllBytes(segment.Path), records, SeenRecord.Scan(segment).Places);
    }

    private (IReadOnlyList<SeenRecord> Records, IReadOnlyList<RecordPlace> Places, IReadOnlyList<Damage> Damages) ScanAgain()
    {
        using var family = _folder.Open();
        return SeenRecord.Scan(family.Segments.ShouldHaveSingleItem());
    }

    private static void Flip(string path, long offset)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        file.Position = offset;
        var octet = file.ReadByte();
        file.Position = offset;
        file.WriteByte((byte)(octet ^ 0x10));
    }
}
