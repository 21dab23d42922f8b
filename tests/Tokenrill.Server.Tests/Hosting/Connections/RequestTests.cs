using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting.Connections;

/// <summary>Whatever way a request comes, it is read as it was sent.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task A_request_that_comes_byte_by_byte_is_answered()
    {
        await using var server = await ConnectedServer.StartAsync(EchoAsync);
        using var socket = await server.ConnectAsync();

        foreach (var letter in Post("hello"))
            await ConnectedServer.SendAsync(socket, letter.ToString());

        (await ConnectedServer.ReadAsync(socket, Answer("hello").Length)).ShouldBe(Answer("hello"));
    }

    [Fact]
    public async Task Requests_that_come_together_are_answered_in_their_order()
    {
        await using var server = await ConnectedServer.StartAsync(EchoAsync);
        using var socket = await server.ConnectAsync();
        var words = Enumerable.Range(0, 200).Select(i => $"word {i}").ToArray();

        await ConnectedServer.SendAsync(socket, string.Concat(words.Select(Post)));

        var expected = string.Concat(words.Select(Answer));
        (await ConnectedServer.ReadAsync(socket, expected.Length)).ShouldBe(expected);
    }

    [Fact]
    public async Task A_head_larger_than_any_buffer_is_read()
    {
        await using var server = await ConnectedServer.StartAsync(static context => context.Response.WriteAsync(context.Request.Query["q"].ToString().Length.ToString(Culture), context.RequestAborted));
        using var client = new HttpClient { BaseAddress = server.Address };

        (await client.GetStringAsync("/?q=" + new string('x', 7000), TestContext.Current.CancellationToken)).ShouldBe("7000");
    }

    [Fact]
    public async Task A_body_larger_than_any_buffer_is_read_as_it_was_sent()
    {
        await using var server = await ConnectedServer.StartAsync(EchoAsync);
        using var client = new HttpClient { BaseAddress = server.Address };
        var body = new byte[8 * 1024 * 1024];
        new Random(7).NextBytes(body);

        using var answer = await client.PostAsync("/", new ByteArrayContent(body), TestContext.Current.CancellationToken);

        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(body).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_leaves_is_told_to_the_request()
    {
        var (began, aborted) = (ConnectedServer.NewSignal(), ConnectedServer.NewSignal());
        await using var server = await ConnectedServer.StartAsync(context => ConnectedServer.HoldAsync(context, began, aborted));
        var socket = await server.ConnectAsync();
        await ConnectedServer.SendAsync(socket, Post("hello"));
        await began.Task.InTime();
        aborted.Task.IsCompleted.ShouldBeFalse();

        socket.Dispose();

        await aborted.Task.InTime();
    }

    [Fact]
    public async Task A_request_of_a_client_that_leaves_at_once_is_begun_and_told()
    {
        var (began, aborted) = (ConnectedServer.NewSignal(), ConnectedServer.NewSignal());
        await using var server = await ConnectedServer.StartAsync(context => ConnectedServer.HoldAsync(context, began, aborted));
        using (var socket = await server.ConnectAsync())
        {
            await ConnectedServer.SendAsync(socket, Post("hello"));
            socket.Shutdown(SocketShutdown.Send);
        }

        await began.Task.InTime();
        await aborted.Task.InTime();
    }

    private static readonly IFormatProvider Culture = System.Globalization.CultureInfo.InvariantCulture;

    private static async Task EchoAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Response.ContentLength = body.Length;
        context.Response.Headers.Date = "now";
        await context.Response.Body.WriteAsync(body.ToArray(), context.RequestAborted);
    }

    private static string Post(string body) => $"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Encoding.ASCII.GetByteCount(body)}\r\n\r\n{body}";

    private static string Answer(string body) => $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nDate: now\r\nServer: Kestrel\r\n\r\n{body}";
}
