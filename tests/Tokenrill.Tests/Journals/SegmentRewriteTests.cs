using System.Text;
using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class SegmentRewriteTests : IDisposable
{
    private static readonly SeenRecord[] Records =
        [.. Enumerable.Range(1, 6).Select(number => SeenRecord.Of(number, Encoding.UTF8.GetBytes($"what number {number} said")))];

    private readonly SegmentFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_dropped_is_in_no_file_any_more()
    {
        using var family = _folder.Open();
        var segment = SegmentFolder.AppendAndRoll(family, Records);
        var rewritten = family.Rewrite(segment, IsOdd);

        rewritten.Remains.ShouldBeNull();
        rewritten.Segment.ShouldNotBeNull().Number.ShouldBe(segment.Number);
        SegmentFolder.ReadAll(family).ShouldBe(Records.Where(record => IsOdd(record.Header)));
        var text = Encoding.UTF8.GetString(File.ReadAllBytes(_folder.Files.ShouldHaveSingleItem()));
        text.ShouldContain("what number 3 said");
        text.ShouldNotContain("what number 4 said");
    }

    [Fact]
    public void The_copy_is_on_the_medium_before_it_has_a_name_and_its_name_before_the_old_one_goes()
    {
        using var family = _folder.Open();
        var segment = SegmentFolder.AppendAndRoll(family, Records);
        _folder.Disk.Forget();
        family.Rewrite(segment, IsOdd);

        _folder.Disk.Calls.ShouldBe(
        [
            DiskCall.Create, DiskCall.Write, DiskCall.Write, DiskCall.Flush, DiskCall.Rename, DiskCall.FlushFolder, DiskCall.Delete, DiskCall.FlushFolder,
        ]);
    }

    [Fact]
    public void A_crash_at_any_moment_leaves_the_old_or_the_new()
    {
        var outcomes = new List<int>();
        var isDead = true;
        for (var step = 1; isDead; step++)
        {
            using var folder = new SegmentFolder();
            var family = folder.Open();
            var segment = SegmentFolder.AppendAndRoll(family, Records);
            SegmentFolder.AppendAndRoll(family, SeenRecord.Of(7, "next"u8));
            folder.Disk.DieAt(step);
            try
            {
                family.Rewrite(segment, IsOdd);
            }
            catch (IOException) when (folder.Disk.IsDead)
            {
            }
            isDead = folder.Disk.IsDead;
            family.Dispose();

            using var again = folder.Open(disk: new Disk());
            var read = SegmentFolder.ReadAll(again);
            read[^1].ShouldBe(SeenRecord.Of(7, "next"u8));
            read.SkipLast(1).ShouldBe(read.Count == 7 ? Records : Records.Where(record => IsOdd(record.Header)));
            again.Segments.Select(found => SeenRecord.Scan(found).Damages.Count).ShouldBe([0, 0]);
            folder.Files.ShouldBe(again.Segments.Select(found => found.Path));
            outcomes.Add(read.Count - 1);
        }
        // Before the copy has its name it is the old one, from then on the new one.
        outcomes.ShouldBe([6, 6, 6, 6, 6, 3, 3, 3, 3]);
    }

    [Theory]
    [InlineData(DiskCall.Create)]
    [InlineData(DiskCall.Write)]
    [InlineData(DiskCall.Flush)]
    [InlineData(DiskCall.Rename)]
    public void A_copy_that_cannot_be_made_changes_nothing_and_can_be_tried_again(object failing)
    {
        using var family = _folder.Open();
        var segment = SegmentFolder.AppendAndRoll(family, Records);
        _folder.Disk.Fail((DiskCall)failing);
        Should.Throw<IOException>(() => family.Rewrite(segment, IsOdd));

        family.Segments.ShouldBe([segment]);
        _folder.Files.ShouldBe([segment.Path]);
        SeenRecord.Scan(segment).Records.ShouldBe(Records);
        _folder.Disk.Recover();
        family.Rewrite(segment, IsOdd).Segment.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(DiskCall.Delete)]
    [InlineData(DiskCall.FlushFolder)]
    public void An_old_file_that_cannot_be_deleted_is_told_of_counts_for_nothing_and_is_deleted_later(object failing)
    {
        using var family = _folder.Open();
        var segment = SegmentFolder.AppendAndRoll(family, Records);
        _folder.Disk.Fail((DiskCall)failing);
        var rewritten = family.Rewrite(segment, IsOdd);
        rewritten.Remains.ShouldNotBeNull();
        _folder.Files.Count.ShouldBe(2);
        SegmentFolder.ReadAll(family).Count.ShouldBe(3);
        // Were the new one to go first, the old one would be back.
        Should.Throw<IOException>(() => family.Drop(rewritten.Segment!));
        SegmentFolder.ReadAll(family).Count.ShouldBe(3);

        _folder.Disk.Recover();
        family.Drop(rewritten.Segment!);
        _folder.Files.ShouldBeEmpty();
    }

    [Fact]
    public void A_segment_of_which_nothing_is_kept_is_gone()
    {
        using var family = _folder.Open();
        var segment = SegmentFolder.AppendAndRoll(family, Records);
        var rewritten = family.Rewrite(segment, _ => false);

        rewritten.Segment.ShouldBeNull();
        family.Segments.ShouldBeEmpty();
        _folder.Files.ShouldBeEmpty();
        family.Active.Number.ShouldBe(2);
    }

    [Fact]
    public void What_was_damaged_is_not_copied_but_told_of()
    {
        using (var family = _folder.Open())
            SegmentFolder.Append(family, Records);
        var path = _folder.Files[0];
        var bytes = File.ReadAllBytes(path);
        bytes[SegmentHeader.Bytes + RecordHead.Bytes + 3] ^= 1;
        File.WriteAllBytes(path, bytes);

        using var again = _folder.Open();
        var rewritten = again.Rewrite(again.Segments[0], _ => true);
        rewritten.Damages.ShouldHaveSingleItem().Offset.ShouldBe(SegmentHeader.Bytes);
        var seen = SeenRecord.Scan(rewritten.Segment!);
        seen.Records.ShouldBe(Records.Skip(1));
        seen.Damages.ShouldBeEmpty();
    }

    [Fact]
    public void The_segment_that_is_appended_to_is_not_rewritten()
    {
        using var family = _folder.Open();
        var active = SegmentFolder.Append(family, Records);
        Should.Throw<InvalidOperationException>(() => family.Rewrite(active, IsOdd));
        SegmentFolder.Append(family, Records).ShouldBe(active);
    }

    [Fact]
    public void A_segment_is_rewritten_again_and_again()
    {
        using var family = _folder.Open();
        var segment = SegmentFolder.AppendAndRoll(family, Records);
        for (var round = 1; round <= 5; round++)
        {
            segment = family.Rewrite(segment, header => header.Kind > round).Segment.ShouldNotBeNull();
            SeenRecord.Scan(segment).Records.ShouldBe(Records.Skip(round));
            _folder.Files.ShouldBe([segment.Path]);
            Path.GetFileName(segment.Path).ShouldStartWith($"generations-00000001-{round:D4}-");
        }
    }

    [Fact]
    public void Who_still_reads_the_old_one_learns_that_it_is_gone()
    {
        using var family = _folder.Open();
        var segment = SegmentFolder.AppendAndRoll(family, Records);
        var place = SeenRecord.Scan(segment).Places[0];
        var snapshot = family.Segments;
        family.Rewrite(segment, IsOdd);

        snapshot.ShouldBe([segment]);
        using var reader = new RecordReader();
        Should.Throw<ObjectDisposedException>(() => { reader.Read(place, Records[0].Header.Subject, out _); });
        using var scan = new SegmentScan(segment);
        Should.Throw<ObjectDisposedException>(() => scan.Next());
    }

    private static bool IsOdd(RecordHeader header) => header.Kind % 2 == 1;
}
