using Tokenrill.Journals.Files;

namespace Tokenrill.Tests.Journals;

public sealed class RecordReaderTests : IDisposable
{
    private static readonly SeenRecord[] Records = [SeenRecord.Of(1, "one"u8), SeenRecord.Of(2, "two"u8), SeenRecord.Of(3, "three"u8)];

    private readonly SegmentFolder _folder = new();
    private readonly RecordReader _reader = new();
    private readonly Segment _segment;
    private readonly IReadOnlyList<RecordPlace> _places;

    public RecordReaderTests()
    {
        _segment = SegmentFolder.Append(_folder.Open(), Records);
        _places = SeenRecord.Scan(_segment).Places;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_record_is_read_at_its_place()
    {
        var payload = _reader.Read(_places[1], Records[1].Header.Subject, out var header);
        payload.ToArray().ShouldBe("two"u8.ToArray());
        header.ShouldBe(Records[1].Header);
    }

    [Fact]
    public void A_record_about_something_else_is_not_given_out() =>
        Message(() => _reader.Read(_places[1], Records[0].Header.Subject, out _)).ShouldContain("something else");

    [Fact]
    public void A_record_that_was_damaged_since_is_not_given_out()
    {
        using (var file = File.Open(_segment.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            file.Position = _places[1].Offset + RecordHead.Bytes;
            file.WriteByte((byte)'T');
        }
        var message = Message(() => _reader.Read(_places[1], Records[1].Header.Subject, out _));
        message.ShouldContain(_segment.Path);
        message.ShouldContain($"{_places[1].Offset}");
        message.ShouldContain("checksum");
        Message(() =>
        {
            var run = _reader.ReadRun(_segment, _places[0].Offset, (int)(_segment.Length - _places[0].Offset));
            run.Next().ShouldBeTrue();
            run.Next();
        }).ShouldBe(message);
        _reader.Read(_places[2], Records[2].Header.Subject, out _).ToArray().ShouldBe("three"u8.ToArray());
    }

    [Fact]
    public void A_place_that_is_none_gives_nothing_out()
    {
        Message(() => _reader.Read(_places[1] with { Offset = _places[1].Offset + 1 }, Records[1].Header.Subject, out _)).ShouldContain("header");
        Message(() => _reader.Read(_places[1] with { Length = _places[1].Length - 1 }, Records[1].Header.Subject, out _)).ShouldContain("cut off");
        Message(() => _reader.Read(_places[1] with { Length = _places[1].Length + 1 }, Records[1].Header.Subject, out _)).ShouldContain("another length");
        Should.Throw<EndOfStreamException>(() => { _reader.Read(_places[2] with { Length = _places[2].Length + 1 }, Records[2].Header.Subject, out _); });
    }

    private static string Message(Action read) => Should.Throw<DamagedRecordException>(read).Message;
}
