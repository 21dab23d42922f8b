using System.Net.WebSockets;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class ShutdownTests : NativeTest
{
    [Fact]
    public async Task Every_reader_is_told_before_the_server_goes()
    {
        using var stream = await Client.OpenAsync(Post("/v1/generations", Hello));
        var call = await Provider.NextCallAsync();
        call.Text("partial");
        using var socket = await TestSocket.OpenAsync(Host, $"{stream.Headers.Location}/events");
        using var idle = await TestSocket.OpenAsync(Host, "/v1/generations");
        var waiting = Client.OpenAsync(Post("/v1/generations", Hello).Accepting("application/json"));
        await Provider.NextCallAsync();

        var following = FollowAsync(socket);
        var closing = idle.ClosedAsync();

        await Host.StopAsync().InTime();

        (await stream.EventsAsync()).Select(next => next.Event).ShouldBe(["started", "text", "interrupted"]);
        (await following).ShouldBe((3, WebSocketCloseStatus.EndpointUnavailable));
        (await closing).ShouldBe(WebSocketCloseStatus.EndpointUnavailable);
        using var answer = await waiting;
        ((int)answer.StatusCode, (await answer.JsonAsync()).Text("code")).ShouldBe((503, "interrupted"));
        await call.Cancelled.InTime();
        Host.Residue.ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_started_any_more()
    {
        await Host.Engine.ShutDownAsync(Ending);

        var (status, problem) = await Client.CallAsync(Post("/v1/generations", Hello));

        (status, problem.Text("code")).ShouldBe((503, "interrupted"));
    }

    private static async Task<(int Frames, WebSocketCloseStatus? Status)> FollowAsync(TestSocket socket) =>
        ((await socket.ReceiveToAsync("interrupted")).Count, await socket.ClosedAsync());
}
