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
