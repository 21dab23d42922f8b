using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Tokenrill.Polling;
using Tokenrill.Server.Hosting.Connections;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting.Connections;

/// <summary>Every connection is accepted, whenever it comes, and waiting for one ends when the listener does.</summary>
public sealed class AcceptTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly PolledListener _listener;

    public AcceptTests() => _listener = Listen(_time);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    [Fact]
    public async Task One_that_comes_is_accepted_on_a_thread_that_polls()
    {
        var accepting = ThreadOfAcceptAsync();
        using var client = await ConnectAsync();

        (await accepting.InTime()).ShouldBe("poll");
    }

    [Fact]
    public async Task Many_that_come_together_are_all_accepted()
    {
        await using var listener = Listen(TimeProvider.System);
        var first = AcceptAllAsync(listener, 100);
        var clients = new List<Socket>();
        for (var i = 0; i < 100; i++)
            clients.Add(await ConnectAsync(listener));
        var accepted = await first.InTime();

        accepted.Select(connection => connection.RemoteEndPoint).ShouldBe(clients.Select(client => client.LocalEndPoint), ignoreOrder: true);
        foreach (var connection in accepted)
            await connection.DisposeAsync();
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Those_that_come_fast_gather_for_a_moment()
    {
        for (var i = 0; i < 2; i++)
        {
            using var one = await ConnectAsync();
            await AcceptAsync();
        }
        var accepting = AcceptAsync();
        _time.ArmedTimers.ShouldBe(1);
        using var next = await ConnectAsync();
        accepting.IsCompleted.ShouldBeFalse();

        _time.Advance(AcceptPace.Rest);
        await accepting.InTime();
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task However_many_come_others_get_their_turn()
    {
        var clients = new List<Socket>();
        for (var i = 0; i <= AcceptPace.RoundMost; i++)
            clients.Add(await ConnectAsync());
        for (var i = 1; i < clients.Count; i++)
            await AcceptAsync();

        var accepting = AcceptAsync();
        _time.ArmedTimers.ShouldBe(1);
        _time.Advance(AcceptPace.Rest);
        await accepting.InTime();
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Those_that_nobody_took_are_closed_with_the_listener()
    {
        var clients = new List<Socket> { await ConnectAsync(), await ConnectAsync() };
        await AcceptAsync();

        await _listener.DisposeAsync();

        foreach (var client in clients)
            (await client.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken).AsTask().InTime()).ShouldBe(0);
        clients.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Whoever_waits_for_one_is_told_when_none_will_come()
    {
        var accepting = _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask();
        await _listener.UnbindAsync(TestContext.Current.CancellationToken);

        (await accepting.InTime()).ShouldBeNull();
        (await _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask().InTime()).ShouldBeNull();
    }

    [Fact]
    public async Task Waiting_for_one_can_be_given_up_and_begun_anew()
    {
        using var cancelling = new CancellationTokenSource();
        var accepting = _listener.AcceptAsync(cancelling.Token).AsTask();
        await cancelling.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => accepting.InTime());

        using var client = await ConnectAsync();
        await using var accepted = await _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask().InTime();
        accepted.ShouldNotBeNull().RemoteEndPoint.ShouldBe(client.LocalEndPoint);
    }

    private async Task AcceptAsync()
    {
        await using var accepted = await _listener.AcceptAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string?> ThreadOfAcceptAsync()
    {
        await using var accepted = await _listener.AcceptAsync(TestContext.Current.CancellationToken);
        return Thread.CurrentThread.Name;
    }

    private static async Task<IReadOnlyList<ConnectionContext>> AcceptAllAsync(PolledListener listener, int count)
    {
        var all = new List<ConnectionContext>();
        while (all.Count < count)
            all.Add((await listener.AcceptAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull());
        return all;
    }

    private static PolledListener Listen(TimeProvider time)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return new PolledListener(socket, Poller.Shared, MemoryPool<byte>.Shared, time);
    }

    private Task<Socket> ConnectAsync() => ConnectAsync(_listener);

    private static async Task<Socket> ConnectAsync(PolledListener listener)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.EndPoint, TestContext.Current.CancellationToken);
        return socket;
    }
}
