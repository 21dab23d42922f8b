using System.Net;
using System.Net.WebSockets;
using Tokenrill.AspNetCore.Security;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class AuthenticationTests : NativeTest
{
    public AuthenticationTests()
    {
        Http = WithKeys;
        Time = new FakeTime();
    }

    [Theory]
    [InlineData("GET", "/v1/models")]
    [InlineData("GET", "/v1/generations?status=active")]
    [InlineData("POST", "/v1/generations")]
    [InlineData("GET", "/v1/generations/x")]
    [InlineData("GET", "/v1/generations/x/events")]
    [InlineData("POST", "/v1/generations/x/stop")]
    [InlineData("POST", "/v1/generations/x/token")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/openapi/v1.json")]
    public async Task Every_call_but_health_needs_a_key(string method, string path)
    {
        using var none = await Client.OpenAsync(new HttpRequestMessage(new HttpMethod(method), path));
        using var wrong = await Client.OpenAsync(new HttpRequestMessage(new HttpMethod(method), path).With("Authorization", "Bearer wrong-key-0123456789"));

        foreach (var response in new[] { none, wrong })
        {
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            (await response.JsonAsync()).Text("code").ShouldBe("unauthorized");
        }
        none.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"tokenrill\"");
        wrong.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer realm=\"tokenrill\", error=\"invalid_token\"");
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    public async Task Health_needs_none(string path) =>
        (await Client.CallAsync(Get(path))).Status.ShouldBe(200);

    [Theory]
    [InlineData("Authorization", "Bearer key-of-ada-0123456789", 200)]
    [InlineData("Authorization", "bearer key-of-ada-0123456789", 200)]
    [InlineData("x-api-key", "key-of-ada-0123456789", 200)]
    [InlineData("Authorization", "key-of-ada-0123456789", 401)]
    [InlineData("Authorization", "Basic key-of-ada-0123456789", 401)]
    [InlineData("Authorization", "Bearer key-of-ada-012345678", 401)]
    [InlineData("Authorization", "Bearer key-of-ada-01234567890", 401)]
    [InlineData("Authorization", "Bearer ", 401)]
    [InlineData("x-api-key", "ada", 401)]
    public async Task A_key_is_known_by_all_of_it(string header, string value, int status) =>
        (await Client.CallAsync(Get("/v1/models").With(header, value))).Status.ShouldBe(status);

    [Fact]
    public async Task A_key_in_the_address_is_no_key()
    {
        (await Client.CallAsync(Get($"/v1/models?token={Ada.Key}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Get($"/v1/generations/x?token={Ada.Key}"))).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/events")]
    [InlineData("POST", "/stop")]
    [InlineData("POST", "/token")]
    public async Task What_belongs_to_somebody_else_looks_like_what_is_not_there(string method, string path)
    {
        var id = await Client.StartLaterAsync(key: Ada);
        var call = await Provider.NextCallAsync();
        var missing = id[..^1] + (id[^1] == '0' ? '1' : '0');

        var (status, theirs) = await Client.CallAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/generations/{id}{path}").As(Ben));
        var (_, nothing) = await Client.CallAsync(new HttpRequestMessage(new HttpMethod(method), $"/v1/generations/{missing}{path}").As(Ben));

        status.ShouldBe(404);
        theirs.Text("detail").ShouldBe(nothing.Text("detail"));
        call.Cancelled.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task An_admin_reads_and_stops_everybodys()
    {
        var id = await Client.StartLaterAsync(key: Ada);

        (await Client.CallAsync(Get($"/v1/generations/{id}").As(Root))).Status.ShouldBe(200);
        (await Client.CallAsync(Post($"/v1/generations/{id}/stop").As(Root))).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_read_token_reads_its_one_generation_and_nothing_else()
    {
        var id = await Client.StartLaterAsync(key: Ada);
        var other = await Client.StartLaterAsync(key: Ada);
        (await Provider.NextCallAsync()).Text("x").Finish();
        var token = await TokenAsync(id, Ada);

        using var events = await Client.OpenAsync(Get($"/v1/generations/{id}/events?token={token}"));
        (await events.EventsAsync()).Select(next => next.Event).ShouldBe(["started", "text", "completed"]);
        (await Client.CallAsync(Get($"/v1/generations/{id}?token={token}"))).Status.ShouldBe(200);
        (await Client.CallAsync(Get($"/v1/generations/{other}?token={token}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Get($"/v1/generations/{other}/events?token={token}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Post($"/v1/generations/{id}/stop?token={token}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Post($"/v1/generations/{id}/token?token={token}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Get($"/v1/generations?status=active&token={token}"))).Status.ShouldBe(401);
        (await Client.CallAsync(Post($"/v1/generations?token={token}", Hello))).Status.ShouldBe(401);
        (await Client.CallAsync(Get("/v1/models").With("Authorization", $"Bearer {token}"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_read_token_is_good_for_five_minutes()
    {
        var id = await Client.StartLaterAsync(key: Ada);
        (await Provider.NextCallAsync()).Finish();
        var token = await TokenAsync(id, Root);

        Time!.Advance(TimeSpan.FromMinutes(4.9));
        (await Client.CallAsync(Get($"/v1/generations/{id}?token={token}"))).Status.ShouldBe(200);
        Time.Advance(TimeSpan.FromMinutes(0.2));
        (await Client.CallAsync(Get($"/v1/generations/{id}?token={token}"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_read_token_that_was_tampered_with_is_none()
    {
        var id = await Client.StartLaterAsync(key: Ada);
        var token = await TokenAsync(id, Ada);

        for (var at = 0; at < token.Length - 1; at++)
        {
            var changed = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            (await Client.CallAsync(Get($"/v1/generations/{id}?token={changed}"))).Status.ShouldBe(401, $"at {at}");
        }
        (await Client.CallAsync(Get($"/v1/generations/{id}?token=%20"))).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Neither_keys_nor_read_tokens_are_ever_logged()
    {
        var id = await Client.StartLaterAsync(key: Ada);
        (await Provider.NextCallAsync()).Text("x").Finish();
        var token = await TokenAsync(id, Ada);
        using (var events = await Client.OpenAsync(Get($"/v1/generations/{id}/events?token={token}")))
            await events.EventsAsync();
        await Client.CallAsync(Get($"/v1/generations/{id}/events?token={token}&after=x"));
        await Client.CallAsync(Get($"/v1/generations/{id[..^1]}/events?token={token}"));
        await Client.CallAsync(Get("/v1/models").With("Authorization", "Bearer wrong-key-0123456789"));
        await Host.Log.LineAsync("ended completed");

        var log = string.Join('\n', Host.Log.Lines);

        log.ShouldContain($"/v1/generations/{id}/events");
        log.ShouldNotContain(token);
        Host.Log.Lines.Where(line => line.Contains("?token=", StringComparison.Ordinal)).ShouldBeEmpty();
        log.ShouldNotContain(Ada.Key);
        log.ShouldNotContain("wrong-key");
    }

    [Fact]
    public async Task A_socket_by_read_token_reads_and_does_not_act()
    {
        var id = await Client.StartLaterAsync(key: Ada);
        var other = await Client.StartLaterAsync(key: Ada);
        var call = await Provider.NextCallAsync();
        var token = await TokenAsync(id, Ada);
        using var socket = await TestSocket.OpenAsync(Host, $"/v1/generations/{id}/events?token={token}");
        (await socket.ReceiveAsync()).Text("type").ShouldBe("started");

        await socket.SendAsync("""{"type":"stop"}""");
        (await socket.ErrorAsync()).ShouldBe("forbidden");
        await socket.SendAsync("""{"type":"start","prompt":"x"}""");
        (await socket.ErrorAsync()).ShouldBe("forbidden");
        await socket.SendAsync($$"""{"type":"read","generation":"{{other}}"}""");
        (await socket.ErrorAsync()).ShouldBe("not_found");
        call.Finish();
        (await socket.ReceiveAsync()).Text("type").ShouldBe("completed");
        await Should.ThrowAsync<WebSocketException>(() => TestSocket.OpenAsync(Host, $"/v1/generations/{other}/events?token={token}"));
    }

    private async Task<string> TokenAsync(string id, ApiKeyOptions key)
    {
        var (status, json) = await Client.CallAsync(Post($"/v1/generations/{id}/token").As(key));
        status.ShouldBe(200);
        json.Text("expires_at").ShouldBe((Time!.GetUtcNow() + TimeSpan.FromMinutes(5)).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        return json.Text("token")!;
    }
}

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

public sealed class RateLimitTests : NativeTest
{
    public RateLimitTests()
    {
        Http = WithKeys;
        Options.Limits.RequestsPerMinute = 3;
    }

    [Fact]
    public async Task One_request_too_many_is_429_and_says_when_to_come_back_and_is_nobody_elses_business()
    {
        for (var i = 0; i < 3; i++)
            (await Client.CallAsync(Get("/v1/models").As(Ada))).Status.ShouldBe(200);

        using var response = await Client.OpenAsync(Get("/v1/models").As(Ada));

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 60);
        (await response.JsonAsync()).Text("code").ShouldBe("rate_limited");
        (await Client.CallAsync(Get("/v1/models").As(Ben))).Status.ShouldBe(200);
        for (var i = 0; i < 5; i++)
            (await Client.CallAsync(Get("/healthz").As(Ada))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_socket_is_no_way_around_it()
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations", key: Ada);
        for (var i = 0; i < 2; i++)
        {
            await socket.SendAsync("""{"type":"start","prompt":"x"}""");
            (await socket.ReceiveAsync()).Text("type").ShouldBe("started");
        }

        await socket.SendAsync("""{"type":"start","prompt":"x"}""");

        (await socket.ErrorAsync()).ShouldBe("rate_limited");
    }
}

public sealed class RateLimitWindowTests : NativeTest
{
    public RateLimitWindowTests()
    {
        Time = new FakeTime();
        Options.Limits.RequestsPerMinute = 2;
    }

    [Fact]
    public async Task A_minute_after_the_first_of_them_as_many_again_are_welcome()
    {
        await CallAsync(200);
        Time!.Advance(TimeSpan.FromSeconds(30));
        await CallAsync(200);
        Time.Advance(TimeSpan.FromSeconds(29));
        await CallAsync(429);

        Time.Advance(TimeSpan.FromSeconds(1));

        await CallAsync(200);
        await CallAsync(200);
        await CallAsync(429);
    }

    private async Task CallAsync(int status) => (await Client.CallAsync(Get("/v1/models"))).Status.ShouldBe(status);
}
