using System.Text;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Tests.Transport.Http;

public sealed class ResponseBodyTests
{
    private const string Chunked = "Transfer-Encoding: chunked";

    [Theory]
    [InlineData(Chunked, "5\r\nHello\r\n1\r\n!\r\n0\r\n\r\n", "Hello!")]
    [InlineData(Chunked, "5\nHello\n1\n!\n0\n\n", "Hello!")]
    [InlineData(Chunked, "0\r\n\r\n", "")]
    [InlineData(Chunked, "00A;name=\"v\"\r\n0123456789\r\n1 \r\n!\r\n0000;last\r\n\r\n", "0123456789!")]
    [InlineData(Chunked, "1\r\na\r\n0\r\nTrailer: x\r\nAnother: y\r\n\r\n", "a")]
    [InlineData(Chunked, "2\r\n\r\n\r\n0\r\n\r\n", "\r\n")]
    [InlineData("Content-Length: 5", "Hello", "Hello")]
    [InlineData("Content-Length: 0", "", "")]
    public void A_body_ends_where_its_framing_says_wherever_it_is_cut(string header, string body, string payload)
    {
        var bytes = Encoding.ASCII.GetBytes(body + "next");
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var (text, rest, ended) = Read(header, bytes, cut);
            (text, rest, ended).ShouldBe((payload, "next", true), $"cut at {cut}");
        }
    }

    [Theory]
    [InlineData("x\r\n")]
    [InlineData("\r\n")]
    [InlineData(";a\r\n")]
    [InlineData("-1\r\n")]
    [InlineData("1\rx")]
    [InlineData("1\r\nab")]
    [InlineData("1\r\na\rb")]
    [InlineData("1234567890abcdef\r\n")]
    [InlineData("0\r\n\rx")]
    public void What_is_no_chunk_is_refused_wherever_it_is_cut(string body)
    {
        var bytes = Encoding.ASCII.GetBytes(body);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Should.Throw<MalformedResponseException>(() => Read(Chunked, bytes, cut), $"cut at {cut}");
    }

    [Theory]
    [InlineData("1;", 4 * 1024)]
    [InlineData("0\r\n", 64 * 1024)]
    public void An_extension_or_a_trailer_that_does_not_end_is_read_to_its_limit(string start, int limit)
    {
        var bytes = Encoding.ASCII.GetBytes(start + new string('x', limit + 1));
        Should.Throw<MalformedResponseException>(() => Read(Chunked, bytes, 0));
        Should.NotThrow(() => Read(Chunked, bytes[..^2], 0));
    }

    [Theory]
    [InlineData("Content-Length: 5", "Hell")]
    [InlineData(Chunked, "5\r\nHello\r\n")]
    [InlineData(Chunked, "5\r\nHello\r\n0\r\n")]
    public void A_body_that_is_cut_off_is_no_body(string header, string body)
    {
        var reader = Begin(header);
        ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes(body);
        while (!bytes.IsEmpty)
            reader.Next(ref bytes);
        reader.HasEnded.ShouldBeFalse();
        Should.Throw<EndOfStreamException>(reader.Close);
    }

    [Fact]
    public void A_body_without_a_length_ends_with_the_connection()
    {
        var reader = Begin("X: y");
        ReadOnlySpan<byte> bytes = "any"u8;
        reader.Next(ref bytes).SequenceEqual("any"u8).ShouldBeTrue();
        (reader.HasEnded, reader.EndsByClose).ShouldBe((false, true));
        reader.Close();
        reader.HasEnded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public void Some_responses_have_no_body_whatever_they_say(int status)
    {
        foreach (var header in new[] { "X: y", Chunked, "Content-Length: 5" })
            Begin(header, status).HasEnded.ShouldBeTrue();
    }

    private static (string Text, string Left, bool Ended) Read(string header, byte[] bytes, int cut)
    {
        var reader = Begin(header);
        var text = new StringBuilder();
        ReadOnlySpan<byte> first = bytes.AsSpan(0, cut), second = bytes.AsSpan(cut);
        Take(reader, ref first, text);
        if (first.IsEmpty)
            Take(reader, ref second, text);
        return (text.ToString(), Encoding.ASCII.GetString([.. first, .. second]), reader.HasEnded);
    }

    private static void Take(ResponseBody reader, ref ReadOnlySpan<byte> bytes, StringBuilder text)
    {
        while (!bytes.IsEmpty && !reader.HasEnded)
            text.Append(Encoding.ASCII.GetString(reader.Next(ref bytes)));
    }

    private static ResponseBody Begin(string header, int status = 200)
    {
        var head = new ResponseHead();
        ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes($"HTTP/1.1 {status} OK\r\n{header}\r\n\r\n");
        head.Read(ref bytes).ShouldBeTrue();
        var body = new ResponseBody();
        body.Begin(head);
        return body;
    }
}
