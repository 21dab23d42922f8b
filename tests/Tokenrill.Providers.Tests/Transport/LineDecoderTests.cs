using System.Text;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.Tests.Transport;

public sealed class LineDecoderTests
{
    [Theory]
    [InlineData("a\nb\n", "a", "b")]
    [InlineData("a\r\n\r\n\n  \nb", "a", "b")]
    [InlineData("a\rb\n", "a\rb")]
    [InlineData("\n")]
    [InlineData("")]
    public void Lines_come_out_wherever_the_bytes_are_cut(string stream, params string[] lines)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            using var decoder = new LineDecoder();
            var collector = new Collector();
            decoder.Feed(bytes.AsSpan(0, cut), collector);
            decoder.Feed(bytes.AsSpan(cut), collector);
            decoder.Complete(collector);
            collector.Lines.ShouldBe(lines, ignoreOrder: false, $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData("123456789\n")]
    [InlineData("123456789")]
    public void A_line_beyond_the_limit_is_refused(string stream)
    {
        using var decoder = new LineDecoder(8);
        Should.Throw<ProviderException>(() => decoder.Feed(Encoding.UTF8.GetBytes(stream), new Collector())).Code.ShouldBe(ErrorCode.ProviderProtocol);
    }

    private sealed class Collector : ILineHandler
    {
        public List<string> Lines { get; } = [];

        public void OnLine(ReadOnlySpan<byte> line) => Lines.Add(Encoding.UTF8.GetString(line));
    }
}
