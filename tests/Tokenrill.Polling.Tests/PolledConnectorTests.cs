using System.Net;
using System.Net.Sockets;
using Tokenrill.TestKit;

namespace Tokenrill.Polling.Tests;

public sealed class PolledConnectorTests
{
    [Fact]
    public async Task It_connects_by_address()
    {
        using var listener = Listen();

        using var polled = await ConnectAsync(listener.LocalEndpoint);

        await ExchangeAsync(listener, polled);
    }

    [Fact]
    public async Task It_connects_by_name()
    {
        using var listener = Listen();

        using var polled = await ConnectAsync(new DnsEndPoint("localhost", ((IPEndPoint)listener.LocalEndpoint).Port));

        await ExchangeAsync(listener, polled);
    }

    [Fact]
    public async Task Of_several_addresses_it_takes_the_first_that_answers()
    {
        using var listener = Listen();
        IPAddress[] addresses = [IPAddress.Parse("127.0.0.2"), IPAddress.Loopback];

        using var polled = await PolledConnector.ConnectAsync(Poller.Shared, addresses, ((IPEndPoint)listener.LocalEndpoint).Port, TestContext.Current.CancellationToken).InTime();

        await ExchangeAsync(listener, polled);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_refuses()
    {
        var listener = Listen();
        var nobody = listener.LocalEndpoint;
        listener.Dispose();

        (await Should.ThrowAsync<SocketException>(() => ConnectAsync(nobody))).SocketErrorCode.ShouldBe(SocketError.ConnectionRefused);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_not_found() =>
        (await Should.ThrowAsync<SocketException>(() => ConnectAsync(new DnsEndPoint("nowhere.invalid", 80)))).SocketErrorCode
            .ShouldBeOneOf(SocketError.HostNotFound, SocketError.TryAgain, SocketError.NoData, SocketError.NoRecovery);

    [Fact]
    public async Task Cancelling_ends_an_attempt_that_nobody_answers()
    {
        // A listener whose queue is full lets the next attempt wait: this one's holds one, and has it once the listener is readable.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        using var queued = await ConnectAsync(full.LocalEndPoint!);
        full.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectRead).ShouldBeTrue();
        using var cancellation = new CancellationTokenSource();
        var attempt = PolledConnector.ConnectAsync(Poller.Shared, full.LocalEndPoint!, cancellation.Token);
        attempt.IsCompleted.ShouldBeFalse();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => attempt.InTime());
    }

    private static TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static Task<PolledSocket> ConnectAsync(EndPoint endpoint) =>
        PolledConnector.ConnectAsync(Poller.Shared, endpoint, TestContext.Current.CancellationToken).InTime();

    private static async Task ExchangeAsync(TcpListener listener, PolledSocket polled)
    {
        using var other = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        polled.TrySend("hello"u8, out _).ShouldBeTrue();
        var heard = new byte[16];
        var count = await other.ReceiveAsync(heard);
        heard[..count].ShouldBe("hello"u8.ToArray());
    }
}
