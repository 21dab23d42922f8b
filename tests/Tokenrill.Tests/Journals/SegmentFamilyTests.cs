using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class SegmentFamilyTests : IDisposable
{
    private static readonly SeenRecord Record = SeenRecord.Of(1, "one"u8);

    private readonly SegmentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Opening_makes_nothing_and_takes_no_other_familys_files()
    {
        SegmentFolder.Append(_folder.Open(name: "sessions"), Record);
        File.WriteAllText(Path.Combine(_folder.Path, "generations-1-0-0.trj"), "not one of ours");
        File.WriteAllText(Path.Combine(_folder.Path, "generations-00000001-0000-0000000G.trj"), "nor this");
        var before = _folder.Files;

        _folder.Open().Segments.ShouldBeEmpty();
        SegmentFamily.Open(new Disk(), Path.Combine(_folder.Path, "missing"), "generations", 1).Segments.ShouldBeEmpty();
        _folder.Files.ShouldBe(before);
    }

    [Fact]
    public void A_full_segment_is_followed_by_a_new_one_with_the_next_number_and_another_salt()
    {
        using var family = _folder.Open(segmentBytes: 100);
        var first = SegmentFolder.Append(family, Record);
        SegmentFolder.Append(family, Record).ShouldBe(first);
        var second = SegmentFolder.Append(family, Record);

        second.Number.ShouldBe(2);
        second.Salt.ShouldNotBe(first.Salt);
        Path.GetFileName(second.Path).ShouldBe($"generations-00000002-0000-{second.Salt:x8}.trj");
        family.Segments.ShouldBe([first, second]);
        _folder.Open(segmentBytes: 100).Active.Number.ShouldBe(3);
    }

    [Fact]
    public void A_segment_that_was_found_takes_appends_when_it_is_sealed_and_not_before()
    {
        SegmentFolder.Append(_folder.Open(), Record);
        using (var unsealed = _folder.Open())
            unsealed.Active.Number.ShouldBe(2);
        using var family = _folder.Open();
        var newest = family.Segments[^1];

        family.Seal(newest, newest.Length).ShouldBeNull();
        family.Active.ShouldBe(newest);
    }

    [Fact]
    public void What_is_appended_is_flushed_once()
    {
        using var family = _folder.Open();
        var active = family.Active;
        family.Append(active, SeenRecord.Build(active.Salt, Record).Written).ShouldBe(SegmentHeader.Bytes);
        _folder.Disk.Forget();

        family.Flush(active);
        family.Flush(active);
        _folder.Disk.Calls.ShouldBe([DiskCall.Flush]);
    }

    [Fact]
    public void A_new_file_is_named_in_its_folder_before_anything_is_appended()
    {
        _ = _folder.Open().Active;
        _folder.Disk.Calls.ShouldBe([DiskCall.Create, DiskCall.Write, DiskCall.FlushFolder]);
    }

    [Fact]
    public void A_full_disk_is_told_of_and_what_stood_before_can_still_be_read()
    {
        using var family = _folder.Open();
        var active = SegmentFolder.Append(family, Record);
        _folder.Disk.Fail(DiskCall.Write);
        Should.Throw<IOException>(() => SegmentFolder.Append(family, SeenRecord.Of(2, new byte[100])));
        family.Roll();
        Should.Throw<IOException>(() => family.Active);
        _folder.Disk.Recover();

        Should.Throw<IOException>(() => family.Append(active, new byte[1]));
        var next = SegmentFolder.Append(family, SeenRecord.Of(3, "three"u8));
        next.ShouldNotBe(active);
        SegmentFolder.ReadAll(family).ShouldBe([Record, SeenRecord.Of(3, "three"u8)]);
        using var again = _folder.Open();
        SegmentFolder.ReadAll(again).ShouldBe([Record, SeenRecord.Of(3, "three"u8)]);
        SeenRecord.Scan(again.Segments[0]).Damages.ShouldHaveSingleItem().IsTail.ShouldBeTrue();
    }

    [Theory]
    [InlineData(DiskCall.Create)]
    [InlineData(DiskCall.Write)]
    [InlineData(DiskCall.FlushFolder)]
    public void A_segment_that_could_not_be_made_leaves_no_file(object failing)
    {
        using var family = _folder.Open();
        _folder.Disk.Fail((DiskCall)failing);
        for (var i = 0; i < 3; i++)
            Should.Throw<IOException>(() => family.Active);

        _folder.Files.ShouldBeEmpty();
        family.Segments.ShouldBeEmpty();
        _folder.Disk.Recover();
        family.Active.Number.ShouldBe(1);
    }

    [Fact]
    public void Tries_that_fail_leave_no_empty_segments_behind()
    {
        using var family = _folder.Open();
        for (var i = 0; i < 5; i++)
        {
            var active = family.Active;
            _folder.Disk.Fail(DiskCall.Write);
            Should.Throw<IOException>(() => family.Append(active, new byte[100]));
            _folder.Disk.Recover();
        }
        var last = SegmentFolder.Append(family, Record);
        _folder.Files.ShouldBe([last.Path]);
        last.Number.ShouldBe(6);
    }

    [Fact]
    public void A_flush_that_failed_is_never_followed_by_one_that_says_all_is_well()
    {
        using var family = _folder.Open();
        var active = family.Active;
        family.Append(active, SeenRecord.Build(active.Salt, Record).Written);
        _folder.Disk.Fail(DiskCall.Flush);
        Should.Throw<IOException>(() => family.Flush(active));
        _folder.Disk.Recover();

        Should.Throw<IOException>(() => family.Flush(active));
        Should.Throw<IOException>(() => family.Append(active, new byte[1]));
        family.Active.ShouldNotBe(active);
    }

    [Fact]
    public void A_file_that_somebody_deleted_takes_no_more_records()
    {
        using var family = _folder.Open();
        var active = SegmentFolder.Append(family, Record);
        File.Delete(active.Path);

        Should.Throw<IOException>(() => family.Append(active, SeenRecord.Build(active.Salt, Record).Written)).Message.ShouldContain(active.Path);
        SegmentFolder.Append(family, Record).ShouldNotBe(active);
    }

    [Fact]
    public void A_tail_that_cannot_be_cut_is_told_of_and_not_written_behind()
    {
        SegmentFolder.Append(_folder.Open(), Record);
        File.AppendAllText(_folder.Files[0], "torn");
        using var family = _folder.Open();
        var segment = family.Segments[0];
        _folder.Disk.Fail(DiskCall.Truncate);

        family.Seal(segment, segment.Length - 4).ShouldNotBeNull();
        family.Active.ShouldNotBe(segment);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_not_read()
    {
        var path = SegmentFolder.Append(_folder.Open(), Record).Path;
        var bytes = File.ReadAllBytes(path);
        bytes[7]++;
        BitConverter.TryWriteBytes(bytes.AsSpan(12), ~Checksum.Add(uint.MaxValue, bytes.AsSpan(0, 12)));
        File.WriteAllBytes(path, bytes);

        var message = Should.Throw<InvalidDataException>(() => _folder.Open()).Message;
        message.ShouldContain(path);
        message.ShouldContain("newer Tokenrill");
    }

    [Fact]
    public void A_damaged_header_is_told_of_read_past_and_written_anew()
    {
        var path = SegmentFolder.Append(_folder.Open(), Record).Path;
        var bytes = File.ReadAllBytes(path);
        bytes[3] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var family = _folder.Open();
        var segment = family.Segments[0];
        segment.HeaderDamage.ShouldNotBeNull().Length.ShouldBe(SegmentHeader.Bytes);
        SeenRecord.Scan(segment).Records.ShouldBe([Record]);

        family.Seal(segment, segment.Length).ShouldBeNull();
        SeenRecord.Scan(_folder.Open().Segments[0]).Damages.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_under_another_segments_name_is_told_of()
    {
        var segment = SegmentFolder.Append(_folder.Open(), Record);
        File.Move(segment.Path, segment.Path.Replace("00000001", "00000009", StringComparison.Ordinal));

        SeenRecord.Scan(_folder.Open().Segments[0]).Damages.ShouldHaveSingleItem().What.ShouldContain("segment 1");
    }

    [Fact]
    public void Two_files_that_claim_one_place_are_left_as_they_are_and_told_of()
    {
        var path = SegmentFolder.Append(_folder.Open(), Record).Path;
        var other = Path.Combine(_folder.Path, "generations-00000001-0000-00000000.trj");
        File.Copy(path, other);

        Should.Throw<InvalidDataException>(() => _folder.Open()).Message.ShouldContain(Path.GetFileName(path));
        _folder.Files.ShouldBe([other, path]);
    }

    [Fact]
    public void A_dropped_segment_has_no_file_and_its_number_is_not_used_again()
    {
        using var family = _folder.Open();
        var first = SegmentFolder.AppendAndRoll(family, Record);
        var second = SegmentFolder.Append(family, Record);

        family.Drop(second);
        family.Segments.ShouldBe([first]);
        _folder.Files.ShouldBe([first.Path]);
        Should.Throw<IOException>(() => family.Append(second, new byte[1]));
        family.Active.Number.ShouldBe(3);
    }
}
