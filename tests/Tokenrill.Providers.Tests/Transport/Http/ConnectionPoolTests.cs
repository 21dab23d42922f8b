using System.Net.Sockets;
using Tokenrill.Providers.Transport;
using Tokenrill.Providers.Transport.Http;
using Tokenrill.TestKit;

namespace Tokenrill.Providers.Tests.Transport.Http;

public sealed class ConnectionPoolTests : IDisposable
{
    private readonly FakeTime _time = new();
    private readonly IdleConnections _connections;
    private readonly ConnectionPool _pool;

    public ConnectionPoolTests()
    {
        _connections = new IdleConnections(_time);
        _pool = new ConnectionPool(_time);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _connections.Dispose();
    }

    [Fact]
    public async Task The_last_one_in_is_the_first_one_out()
    {
        var (first, _) = await _connections.OpenAsync();
        var (second, _) = await _connections.OpenAsync();
        _pool.Return(first);
        _pool.Return(second);
        _pool.TryTake().ShouldBe(second);
        _pool.TryTake().ShouldBe(first);
        _pool.TryTake().ShouldBeNull();
    }

    [Theory]
    [InlineData("FIN")]
    [InlineData("RST")]
    [InlineData("HTTP/1.1 408 Too late\r\n\r\n")]
    public async Task One_that_was_closed_or_spoke_unasked_is_not_used_again(string what)
    {
        var (client, server) = await _connections.OpenAsync();
        var (other, _) = await _connections.OpenAsync();
        _pool.Return(other);
        _pool.Return(client);
        if (what == "RST")
            server.LingerState = new LingerOption(true, 0);
        if (what is "FIN" or "RST")
            server.Dispose();
        else
            await server.SendAsync(System.Text.Encoding.ASCII.GetBytes(what), TestContext.Current.CancellationToken);
        await ArrivedAsync(client);
        _pool.TryTake().ShouldBe(other);
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("Keep-Alive: timeout=60\r\n", 30)]
    [InlineData("Keep-Alive: timeout=5\r\n", 4)]
    public async Task An_idle_one_is_closed_in_time_and_then_no_timer_runs(string headers, int seconds)
    {
        var (client, server) = await _connections.OpenAsync(headers);
        _time.ArmedTimers.ShouldBe(0);
        _pool.Return(client);
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        _pool.TryTake().ShouldBe(client);
        _pool.Return(client);
        var closed = IdleConnections.NextByteAsync(server);
        _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        closed.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await closed).ShouldBe(0);
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task Those_that_fall_due_later_are_closed_in_later_rounds()
    {
        var (slow, slowServer) = await _connections.OpenAsync();
        var (quick, quickServer) = await _connections.OpenAsync("Keep-Alive: timeout=5\r\n");
        _pool.Return(slow);
        _pool.Return(quick);
        _time.Advance(TimeSpan.FromSeconds(4));
        (await IdleConnections.NextByteAsync(quickServer)).ShouldBe(0);
        var closed = IdleConnections.NextByteAsync(slowServer);
        closed.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(26));
        (await closed).ShouldBe(0);
    }

    [Theory]
    [InlineData("Connection: close\r\n")]
    [InlineData("Keep-Alive: timeout=1\r\n")]
    [InlineData("Keep-Alive: timeout=0\r\n")]
    public async Task One_that_the_server_will_close_is_closed_at_once(string headers)
    {
        var (client, server) = await _connections.OpenAsync(headers);
        _pool.Return(client);
        _pool.TryTake().ShouldBeNull();
        (await IdleConnections.NextByteAsync(server)).ShouldBe(0);
    }

    [Fact]
    public async Task After_five_minutes_one_is_not_used_again()
    {
        var (client, server) = await _connections.OpenAsync();
        for (var i = 0; i < 15; i++)
        {
            _pool.Return(client);
            _time.Advance(TimeSpan.FromSeconds(20));
            if (i < 14)
                _pool.TryTake().ShouldBe(client);
        }
        _pool.TryTake().ShouldBeNull();
        (await IdleConnections.NextByteAsync(server)).ShouldBe(0);
    }

    [Fact]
    public async Task When_it_is_disposed_of_all_are_closed_also_those_that_come_back_later()
    {
        var (idle, idleServer) = await _connections.OpenAsync();
        var (busy, busyServer) = await _connections.OpenAsync();
        _pool.Return(idle);
        _pool.Dispose();
        (await IdleConnections.NextByteAsync(idleServer)).ShouldBe(0);
        _pool.Return(busy);
        (await IdleConnections.NextByteAsync(busyServer)).ShouldBe(0);
        _time.ArmedTimers.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_of_which_nothing_could_be_sent_goes_on_a_new_connection()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var (broken, _) = await _connections.OpenAsync(socket);
        _pool.Return(broken);
        // Nothing can be sent on it, and looked at from here it is still open: the server has not closed its side.
        socket.Shutdown(SocketShutdown.Send);
        using var request = new RequestBuffer(new RequestHead("GET", "/", []));
        var sending = new HttpRequester(_connections.Connector, _pool, new ProviderIdentity("p", [])).SendAsync(request, null, TestContext.Current.CancellationToken);
        var server = await _connections.AcceptAsync();
        (await IdleConnections.NextByteAsync(server)).ShouldBe(1);
        await server.SendAsync("HTTP/1.1 204 OK\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var connection = await sending.Soon();
        connection.Head.Status.ShouldBe(204);
        connection.IsReused.ShouldBeFalse();
    }

    /// <summary>Waits until what the server did is there.</summary>
    private static async Task ArrivedAsync(HttpConnection client)
    {
        try
        {
            await client.WaitAsync().AsTask().Soon();
        }
        catch (IOException)
        {
            // How a reset arrives.
        }
    }
}
