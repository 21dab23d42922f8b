using System.Text;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.Tests.Transport;

public sealed class SseDecoderTests
{
    [Theory]
    [InlineData("data: a\n\n", "|a")]
    [InlineData("data:a\n\ndata:  b\n\n", "|a", "| b")]
    [InlineData("event: x\ndata: a\n\ndata: b\n\n", "x|a", "|b")]
    [InlineData("event: x\n\ndata: b\n\n", "|b")]
    [InlineData("event: x\nevent: y\ndata: b\n\n", "y|b")]
    [InlineData("event: x\nevent\ndata: b\n\n", "|b")]
    [InlineData("data: a\ndata: b\ndata\ndata: c\n\n", "|a\nb\n\nc")]
    [InlineData("data\n\n", "|")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", "|a", "|b")]
    [InlineData("data: a\r\rdata: b\r\r", "|a", "|b")]
    [InlineData("data: a\r\ndata: b\rdata: c\n\r\n", "|a\nb\nc")]
    [InlineData("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", "|a")]
    [InlineData(": comment\ndata: a\n:\n\n", "|a")]
    [InlineData("dataset: a\nDATA: b\n data: c\nid: 1\nretry: 2\n\n")]
    [InlineData("data: a", "|a")]
    [InlineData("data: a\ndata: b", "|a\nb")]
    [InlineData("data: a\r", "|a")]
    [InlineData("data: a\r\n", "|a")]
    [InlineData("event: x")]
    [InlineData("")]
    public void Events_come_out_as_the_standard_says_wherever_the_bytes_are_cut(string stream, params string[] events)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var cut = 0; cut <= bytes.Length; cut++)
            for (var second = cut; second <= bytes.Length; second++)
                Decode(bytes[..cut], bytes[cut..second], bytes[second..]).ShouldBe(events, ignoreOrder: false, $"cut at {cut} and {second}");
        Decode([.. bytes.Select(single => new[] { single })]).ShouldBe(events, ignoreOrder: false, "byte by byte");
    }

    [Fact]
    public void An_event_in_one_line_is_handed_on_where_it_lies()
    {
        var bytes = "data: abc\n\n"u8.ToArray();
        using var decoder = new SseDecoder();
        var handler = new Overlaps(bytes);
        decoder.Feed(bytes, handler);
        handler.Found.ShouldBe(6);
    }

    [Theory]
    [InlineData("data: 123456789\n\n")]
    [InlineData("data: 12345\ndata: 6789\n\n")]
    [InlineData(": a comment without an end")]
    [InlineData("event: 123456789\n\n")]
    public void What_is_larger_than_the_limit_is_refused_whole_or_in_pieces(string stream)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        using var whole = new SseDecoder(8);
        Should.Throw<ProviderException>(() => whole.Feed(bytes, new Collector())).Code.ShouldBe(ErrorCode.ProviderProtocol);
        using var pieces = new SseDecoder(8);
        Should.Throw<ProviderException>(() => Array.ForEach(bytes, single => pieces.Feed([single], new Collector()))).Code.ShouldBe(ErrorCode.ProviderProtocol);
    }

    private static List<string> Decode(params byte[][] pieces)
    {
        using var decoder = new SseDecoder();
        var collector = new Collector();
        foreach (var piece in pieces)
        {
            decoder.Feed(piece, collector);
            Array.Fill(piece, (byte)'#');
        }
        decoder.Complete(collector);
        return collector.Events;
    }

    private sealed class Collector : ISseHandler
    {
        public List<string> Events { get; } = [];

        public void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data) =>
            Events.Add(Encoding.UTF8.GetString(name) + "|" + Encoding.UTF8.GetString(data));
    }

    private sealed class Overlaps(byte[] bytes) : ISseHandler
    {
        public int Found { get; private set; } = -1;

        public void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
        {
            if (bytes.AsSpan().Overlaps(data, out var offset))
                Found = offset;
        }
    }
}
