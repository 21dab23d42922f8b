using System.Text;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Tests.Transport.Http;

public sealed class ResponseHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", "200 length= chunked=False keeps=True idle= retry=")]
    [InlineData("HTTP/1.1 200\n\n", "200 length= chunked=False keeps=True idle= retry=")]
    [InlineData("HTTP/1.1 200 \r\ncontent-LENGTH:\t5 \r\nX: y\r\n\r\n", "200 length=5 chunked=False keeps=True idle= retry=")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5, 5\r\n\r\n", "200 length=5 chunked=False keeps=True idle= retry=")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding : Chunked\nConnection: foo, Close\n\n", "200 length= chunked=True keeps=False idle= retry=")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", "200 length=5 chunked=True keeps=False idle= retry=")]
    [InlineData("HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nKeep-Alive: max=3, Timeout=12\r\n\r\n", "429 length= chunked=False keeps=True idle=12 retry=7")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n", "200 length=5 chunked=False keeps=False idle= retry=")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: Keep-Alive\r\n\r\n", "200 length=5 chunked=False keeps=True idle= retry=")]
    [InlineData("HTTP/1.1 100 Go on\r\n\r\nHTTP/1.1 103 Hints\r\nContent-Length: 9\r\nConnection: close\r\n\r\nHTTP/1.1 204 No\r\n\r\n", "204 length= chunked=False keeps=True idle= retry=")]
    [InlineData("HTTP/1.1 200 OK\r\nX: a\r\n  b\r\n\tc: d\r\nContent-Length: 1\r\n\r\n", "200 length=1 chunked=False keeps=True idle= retry=")]
    public void A_head_is_read_wherever_it_is_cut_and_the_body_is_left(string head, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes(head + "body");
        for (var cut = 0; cut <= bytes.Length; cut++)
            Read(bytes, cut).ShouldBe(expected + " rest=body", $"cut at {cut}");
    }

    [Theory]
    [InlineData("SSH-2.0-x")]
    [InlineData("\u0000\u0000\u0012\u0004")]
    [InlineData("\r\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/2.0 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.2 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 20\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n: no name\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n 6\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public void What_is_no_HTTP_or_ambiguous_is_refused_wherever_it_is_cut(string head)
    {
        var bytes = Encoding.ASCII.GetBytes(head);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Should.Throw<MalformedResponseException>(() => Read(bytes, cut), $"cut at {cut}");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "x")]
    [InlineData("HTTP/1.1 200 OK\r\n", "X: y\r\n")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    public void A_head_that_does_not_end_is_read_to_its_limit(string start, string more)
    {
        var head = new ResponseHead();
        var text = start + string.Concat(Enumerable.Repeat(more, ResponseHead.MaxBytes / more.Length + 1));
        var failure = Should.Throw<MalformedResponseException>(() =>
        {
            ReadOnlySpan<byte> bytes = Encoding.ASCII.GetBytes(text);
            head.Read(ref bytes);
        });
        failure.Message.ShouldContain("65536");
    }

    private static string Read(byte[] bytes, int cut)
    {
        var head = new ResponseHead();
        head.Reset();
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, cut);
        if (!head.Read(ref rest))
        {
            // What was not taken is given again, as the connection does.
            rest = bytes.AsSpan(cut - rest.Length);
            head.Read(ref rest).ShouldBeTrue();
        }
        else
        {
            rest = bytes.AsSpan(cut - rest.Length);
        }
        return $"{head.Status} length={head.Length} chunked={head.IsChunked} keeps={head.KeepsAlive} idle={head.KeepAliveSeconds} retry={head.RetryAfter} rest={Encoding.ASCII.GetString(rest)}";
    }
}
