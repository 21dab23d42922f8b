using System.Net;
using System.Net.Sockets;
using Tokenrill.TestKit;

namespace Tokenrill.Polling.Tests;

/// <summary>A connection over loopback: this end polled, the other an ordinary socket.</summary>
internal sealed class Pair : IDisposable
{
    private Pair(PolledSocket polled, Socket other) => (Polled, Other) = (polled, other);

    public PolledSocket Polled { get; }

    public Socket Other { get; }

    public static async Task<Pair> OpenAsync(Poller poller, Action<bool>? hungUp = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var other = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await other.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        var polled = new PolledSocket(poller, await listener.AcceptSocketAsync(TestContext.Current.CancellationToken)) { HungUp = hungUp };
        polled.Start();
        return new Pair(polled, other);
    }

    public void Say(ReadOnlySpan<byte> bytes) => Other.Send(bytes);

    /// <summary>What comes next, waited for as long as it takes.</summary>
    public async Task<byte[]> HearAsync(int most = 1024)
    {
        var bytes = new byte[most];
        while (true)
        {
            await Polled.WaitReadableAsync().InTime();
            if (Polled.TryReceive(bytes, out var count))
                return bytes[..count];
        }
    }

    public void Dispose()
    {
        Polled.Dispose();
        Other.Dispose();
    }
}
