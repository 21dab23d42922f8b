using System.Buffers;
using System.Text;
using Tokenrill.Providers.Transport;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Tests.Transport.Http;

public sealed class RequestBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(4096)]
    [InlineData(300_000)]
    public void A_request_is_one_piece_with_its_length_however_long_it_is(int length)
    {
        var body = new string('x', length);
        using var request = new RequestBuffer(new RequestHead("POST", "/p?q=1", [new("Host", "h")]));
        foreach (var part in Encoding.ASCII.GetBytes(body).Chunk(1000))
            request.Write(part);
        var text = $"POST /p?q=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}";
        Encoding.ASCII.GetString(request.Complete().Span).ShouldBe(text);
        Encoding.ASCII.GetString(request.Complete().Span).ShouldBe(text, "it may have to be sent on another connection");
    }

    [Fact]
    public void A_request_without_a_body_has_no_length()
    {
        using var request = new RequestBuffer(new RequestHead("GET", "/p", [new("Host", "h")]));
        Encoding.ASCII.GetString(request.Complete().Span).ShouldBe("GET /p HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    [Theory]
    [InlineData("http://host", "Host: host", "host:80", null)]
    [InlineData("http://host:8080", "Host: host:8080", "host:8080", null)]
    [InlineData("https://host/v1", "Host: host", "host:443", "host")]
    [InlineData("https://host:80/v1", "Host: host:80", "host:80", "host")]
    [InlineData("https://[::1]:8443", "Host: [::1]:8443", "[::1]:8443", "::1")]
    [InlineData("http://[fe80::1%1]", "Host: [fe80::1]", "[fe80::1%1]:80", null)]
    [InlineData("https://127.0.0.1", "Host: 127.0.0.1", "127.0.0.1:443", "127.0.0.1")]
    [InlineData("https://bücher.example", "Host: xn--bcher-kva.example", "xn--bcher-kva.example:443", "xn--bcher-kva.example")]
    public void Where_to_connect_and_what_the_host_is_called_is_the_URL_s_to_say(string url, string header, string address, string? tlsName)
    {
        var provider = new ProviderAddress("acme", new Uri(url), null, null, null);
        (provider.Endpoint.Address.ToString()!.Replace("Unspecified/", "", StringComparison.Ordinal), provider.Endpoint.TlsName).ShouldBe((address, tlsName));
        Encoding.ASCII.GetString(provider.Get("/x").Bytes).ShouldContain($" HTTP/1.1\r\n{header}\r\n");
    }

    [Fact]
    public void A_configured_header_replaces_ours_and_a_configured_host_names_the_certificate()
    {
        var headers = new Dictionary<string, string> { ["host"] = "api.example:8443", ["accept"] = "any", ["User-Agent"] = "mine" };
        var provider = new ProviderAddress("acme", new Uri("https://127.0.0.1/v1/?k=v"), null, null, headers);
        Encoding.ASCII.GetString(provider.Get("/x").Bytes).ShouldBe("GET /v1/x?k=v HTTP/1.1\r\nhost: api.example:8443\r\nUser-Agent: mine\r\naccept: any\r\n\r\n");
        provider.Endpoint.TlsName.ShouldBe("api.example");
    }
}
