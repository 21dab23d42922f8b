using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting.Connections;

/// <summary>A request ends with its connection where it has one for itself, and by itself where it shares one.</summary>
public sealed class AbortedRequestTests
{
    [Fact]
    public async Task Whoever_leaves_during_a_later_request_ends_that_one()
    {
        var (began, aborted) = (ConnectedServer.NewSignal(), ConnectedServer.NewSignal());
        var count = 0;
        await using var server = await ConnectedServer.StartAsync(context => ++count < 3 ? TellAsync(context) : ConnectedServer.HoldAsync(context, began, aborted));
        var socket = await server.ConnectAsync();
        for (var i = 0; i < 2; i++)
        {
            await ConnectedServer.SendAsync(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var answer = "";
            while (!answer.EndsWith("\r\n0\r\n\r\n", StringComparison.Ordinal))
                answer += await ConnectedServer.ReadAsync(socket, 1);
        }
        await ConnectedServer.SendAsync(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await began.Task.InTime();
        aborted.Task.IsCompleted.ShouldBeFalse();

        socket.Dispose();

        await aborted.Task.InTime();
    }

    [Fact]
    public async Task A_request_that_has_a_connection_for_itself_has_no_token_of_its_own()
    {
        await using var server = await ConnectedServer.StartAsync(TellAsync);
        using var client = new HttpClient { BaseAddress = server.Address };

        (await client.GetStringAsync("/", TestContext.Current.CancellationToken)).ShouldBe("ends with its connection");
    }

    [Fact]
    public async Task A_request_that_shares_a_connection_is_given_up_without_the_others()
    {
        var (began, aborted) = (ConnectedServer.NewSignal(), ConnectedServer.NewSignal());
        await using var server = await ConnectedServer.StartAsync(context => context.Request.Path == "/held" ? ConnectedServer.HoldAsync(context, began, aborted) : TellAsync(context), static listen => listen.Protocols = HttpProtocols.Http2);
        using var client = new HttpClient { BaseAddress = server.Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var cancelling = new CancellationTokenSource();
        var held = client.GetAsync("/held", cancelling.Token);
        await began.Task.InTime();

        await cancelling.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => held.InTime());
        await aborted.Task.InTime();
        (await client.GetStringAsync("/", TestContext.Current.CancellationToken)).ShouldBe("ends by itself");
    }

    private static Task TellAsync(HttpContext context) =>
        context.Response.WriteAsync(context.RequestAborted == context.Features.Get<IConnectionLifetimeFeature>()!.ConnectionClosed ? "ends with its connection" : "ends by itself", CancellationToken.None);
}
