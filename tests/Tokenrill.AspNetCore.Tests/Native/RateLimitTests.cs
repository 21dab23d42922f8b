using System.Net;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

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
