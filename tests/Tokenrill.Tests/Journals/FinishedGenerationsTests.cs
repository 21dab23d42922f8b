using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class FinishedGenerationsTests : IDisposable
{
    private static readonly Guid Old = Guid.NewGuid(), Young = Guid.NewGuid();

    private readonly SegmentFolder _folder = new();
    private readonly FinishedGenerations _finished = new();
    private readonly SegmentFamily _family;
    private readonly Segment _first, _second, _third;

    public FinishedGenerationsTests()
    {
        _family = _folder.Open();
        _first = SegmentFolder.AppendAndRoll(_family, SeenRecord.Of(1, "a"u8), SeenRecord.Of(2, "b"u8));
        _second = SegmentFolder.AppendAndRoll(_family, SeenRecord.Of(3, "c"u8), SeenRecord.Of(4, "d"u8));
        _third = SegmentFolder.AppendAndRoll(_family, SeenRecord.Of(5, "e"u8));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_is_found_where_it_is_and_no_other_is()
    {
        Add(Young, _third, 20, 2);
        Add(Old, _first, 10, 1);

        _finished.TryFind(Old, out var old).ShouldBeTrue();
        old.ShouldBe(new StoredRun(_first, 10, 5, 1, 10));
        _finished.TryFind(Young, out var young).ShouldBeTrue();
        young.ShouldBe(new StoredRun(_third, 20, 5, 2, 20));
        _finished.Contains(Guid.NewGuid()).ShouldBeFalse();
        _finished.Subjects.ShouldBe([Old, Young]);

        _finished.Remove(Old);
        _finished.Subjects.ShouldBe([Young]);
    }

    [Fact]
    public void One_whose_segment_was_written_anew_is_where_it_is_now_and_one_that_was_not_kept_is_nowhere()
    {
        var places = SeenRecord.Scan(_first).Places;
        Add(Old, _first, places[0].Offset, 1);
        Add(Young, _first, places[1].Offset, 1);
        var rewritten = _family.Rewrite(_first, static header => header.Kind == 2);
        _finished.Move(_first, rewritten);

        _finished.TryFind(Young, out var moved).ShouldBeTrue();
        moved.Segment.ShouldBe(rewritten.Segment);
        moved.Offset.ShouldBe(places[0].Offset);
        _finished.Subjects.ShouldBe([Young]);

        _finished.Move(rewritten.Segment!, _family.Rewrite(rewritten.Segment!, static _ => false));
        _finished.Subjects.ShouldBeEmpty();
    }

    [Fact]
    public void A_segment_is_needed_as_long_as_one_in_it_has_not_expired()
    {
        Add(Old, _first, 10, 1);
        Add(Young, _third, 20, 2);

        _finished.EndedAfter(9).ShouldBe([_first, _third], ignoreOrder: true);
        _finished.EndedAfter(10).ShouldBe([_third]);
        _finished.EndedAfter(20).ShouldBeEmpty();
    }

    [Fact]
    public void One_that_has_expired_is_known_as_long_as_a_piece_of_it_may_be_left()
    {
        var places = SeenRecord.Scan(_second).Places;
        _finished.Add(Old, new StoredRun(_second, places[0].Offset, 5, 1, 10));
        _finished.Add(Young, new StoredRun(_second, places[1].Offset, 5, 2, 20));

        var rewritten = _family.Rewrite(_second, static _ => true);
        _finished.Move(_second, rewritten);

        _finished.Forget(20, [_first]);
        _finished.Subjects.ShouldBe([Old, Young]);
        _finished.Forget(20, [rewritten.Segment!, _third]);
        _finished.Subjects.ShouldBe([Old, Young]);
        _finished.Forget(19, []);
        _finished.Subjects.ShouldBe([Old, Young]);
        _finished.Forget(20, [_third]);
        _finished.Subjects.ShouldBeEmpty();
    }

    /// <summary>It ended at the moment that is its offset.</summary>
    private void Add(Guid generation, Segment segment, long offset, int firstSegment) =>
        _finished.Add(generation, new StoredRun(segment, offset, 5, firstSegment, offset));
}
