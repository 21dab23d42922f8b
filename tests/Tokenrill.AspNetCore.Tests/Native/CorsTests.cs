using System.Net;
using System.Net.WebSockets;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class CorsTests : NativeTest
{
    private const string Page = "https://app.example";

    public CorsTests() => Http = new() { Keys = [Ada], Cors = new() { Origins = [Page] } };

    [Theory]
    [InlineData("/v1/generations", "POST")]
    [InlineData("/v1/generations/x/events", "GET")]
    [InlineData("/v1/models", "GET")]
    public async Task A_preflight_needs_no_key_and_allows_what_clients_send(string path, string method)
    {
        using var response = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, path)
            .With("Origin", Page).With("Access-Control-Request-Method", method)
            .With("Access-Control-Request-Headers", "authorization,content-type,last-event-id,prefer,tokenrill-session,x-api-key"));

        response.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
        response.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain(method);
        foreach (var header in new[] { "authorization", "content-type", "last-event-id", "prefer", "tokenrill-session", "x-api-key" })
            response.Headers.GetValues("Access-Control-Allow-Headers").Single().ShouldContain(header);
    }

    [Theory]
    [InlineData("/v1/models", true, 200)]
    [InlineData("/v1/models", false, 401)]
    [InlineData("/v1/nothing", true, 404)]
    [InlineData("/v1/generations/x", true, 404)]
    [InlineData("/v1/generations", true, 400)]
    [InlineData("/healthz", false, 200)]
    public async Task Every_answer_names_the_page_exactly_once_errors_too(string path, bool withKey, int status)
    {
        var request = Get(path).With("Origin", Page);
        using var response = await Client.OpenAsync(withKey ? request.As(Ada) : request);

        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
        response.Headers.GetValues("Access-Control-Expose-Headers").Single().Split(',').ShouldBe(["Location", "Tokenrill-Generation", "Retry-After", "ETag", "x-should-retry"]);
    }

    [Fact]
    public async Task A_stream_names_the_page_exactly_once()
    {
        Provider.OnCall = static call => call.Finish();

        using var response = await Client.OpenAsync(Post("/v1/generations", Hello).With("Origin", Page).As(Ada));

        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
    }

    [Fact]
    public async Task Another_page_is_not_named()
    {
        using var response = await Client.OpenAsync(Get("/v1/models").With("Origin", "https://evil.example").As(Ada));

        response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }
}

public sealed class AnyPageTests : NativeTest
{
    public AnyPageTests() => Http = new() { Cors = new() { Origins = ["*"] } };

    [Fact]
    public async Task With_a_star_every_page_may_call()
    {
        Provider.OnCall = static call => call.Finish();

        using var response = await Client.OpenAsync(Post("/v1/generations", Hello).With("Origin", "https://any.example"));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
    }
}

public sealed class ForeignPageTests : NativeTest
{
    public ForeignPageTests() => Http = new() { Cors = new() { Origins = ["https://app.example"] } };

    [Theory]
    [InlineData("https://evil.example", null, 403)]
    [InlineData("null", null, 403)]
    [InlineData("https://evil.example", "cross-site", 403)]
    [InlineData("https://app.example", "cross-site", 202)]
    [InlineData("https://behind.a.proxy.example", "same-origin", 202)]
    [InlineData("{self}", null, 202)]
    [InlineData(null, null, 202)]
    public async Task A_page_that_was_not_invited_starts_nothing_on_a_server_without_keys(string? origin, string? site, int status)
    {
        var request = Post("/v1/generations", Hello).With("Prefer", "respond-async");
        if (origin is not null)
            request.With("Origin", origin.Replace("{self}", Host.BaseAddress.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));
        if (site is not null)
            request.With("Sec-Fetch-Site", site);

        (await Client.CallAsync(request)).Status.ShouldBe(status);
        Provider.Calls.Count.ShouldBe(status == 202 ? 1 : 0);
    }

    [Theory]
    [InlineData("https://evil.example", "cross-site", 403)]
    [InlineData(null, "cross-site", 403)]
    [InlineData(null, "same-site", 403)]
    [InlineData("https://app.example", "cross-site", 200)]
    [InlineData(null, "same-origin", 200)]
    [InlineData(null, "none", 200)]
    [InlineData(null, null, 200)]
    public async Task Nor_by_an_address_that_starts_something_when_it_is_only_looked_at(string? origin, string? site, int status)
    {
        Provider.OnCall = static call => call.Accept().Finish();
        var request = Get("/api/text_stream/stage1/run?text=Hund");
        if (origin is not null)
            request.With("Origin", origin);
        if (site is not null)
            request.With("Sec-Fetch-Site", site);
        using var response = await Client.OpenAsync(request);

        ((int)response.StatusCode).ShouldBe(status);
        Provider.Calls.Count.ShouldBe(status == 200 ? 1 : 0);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:8080", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("tokenrill.localhost", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("192.168.0.7", 403)]
    [InlineData("localhost.evil.example", 403)]
    public async Task A_name_that_was_made_to_lead_here_reads_nothing_from_a_server_without_keys(string host, int status)
    {
        var request = Get("/v1/models").With("Sec-Fetch-Site", "same-origin");
        request.Headers.Host = host;

        (await Client.CallAsync(request)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task A_page_that_was_not_invited_opens_no_socket()
    {
        await Should.ThrowAsync<WebSocketException>(() => TestSocket.OpenAsync(Host, "/v1/generations", origin: "https://evil.example"));
        using var invited = await TestSocket.OpenAsync(Host, "/v1/generations", origin: "https://app.example");
    }
}

public sealed class InsecureTests : NativeTest
{
    public InsecureTests() => Http = new() { AllowInsecure = true };

    [Fact]
    public async Task Behind_a_proxy_that_decides_who_may_call_any_name_is_answered()
    {
        var request = Get("/v1/models");
        request.Headers.Host = "chat.example";

        (await Client.CallAsync(request)).Status.ShouldBe(200);
    }
}
