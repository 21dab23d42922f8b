using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Tokenrill.Polling;
using Tokenrill.Server.Hosting.Connections;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting.Connections;

/// <summary>What may wait is sent when its thread has nothing else to do, or with what is flushed next; never twice, and in order.</summary>
public sealed class PolledOutputTests
{
    [Fact]
    public async Task What_may_wait_is_sent_together_with_what_is_flushed_next() =>
        (await SendAsync(static async (output, client) =>
        {
            output.LetNextFlushWait();
            await WriteAsync(output, "first ");
            client.Available.ShouldBe(0);
            await WriteAsync(output, "second");
        }, expected: 12)).ShouldBe("first second");

    [Fact]
    public async Task What_may_wait_is_sent_without_what_is_written_behind_it_and_not_flushed() =>
        (await SendAsync(static (output, _) =>
        {
            output.LetNextFlushWait();
            var flushed = WriteAsync(output, "first");
            // Larger than any buffer, so what is owed is moved.
            output.GetSpan(100_000).Fill((byte)'x');
            output.Advance(100_000);
            return flushed;
        }, expected: 5)).ShouldBe("first");

    [Fact]
    public async Task What_was_put_off_before_does_not_hurry_what_is_put_off_now() =>
        (await SendAsync(static async (output, client) =>
        {
            output.LetNextFlushWait();
            await WriteAsync(output, "first ");
            await WriteAsync(output, "second ");
            output.LetNextFlushWait();
            await WriteAsync(output, "third ");

            output.Do(turn: 1);

            client.Available.ShouldBe("first second ".Length);
        }, expected: 19)).ShouldBe("first second third ");

    /// <summary>Has a thread that polls write, and gives what arrives: so much, and what came with it.</summary>
    private static async Task<string> SendAsync(Func<PolledOutput, Socket, Task> write, int expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using var polled = new PolledSocket(new Poller(threads: 2), await listener.AcceptSocketAsync(TestContext.Current.CancellationToken));
        var output = new PolledOutput(polled);
        polled.Start();
        var writing = WriteWhenAskedAsync(polled, output, client, write);
        await client.SendAsync("go"u8.ToArray(), TestContext.Current.CancellationToken);
        await writing.InTime();
        return await ConnectedServer.ReadAsync(client, expected);
    }

    private static async Task WriteWhenAskedAsync(PolledSocket polled, PolledOutput output, Socket client, Func<PolledOutput, Socket, Task> write)
    {
        await polled.WaitReadableAsync();
        await write(output, client);
    }

    private static Task<FlushResult> WriteAsync(PolledOutput output, string text) => output.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken).AsTask();
}
