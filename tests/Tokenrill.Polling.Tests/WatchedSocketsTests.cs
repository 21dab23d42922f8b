using System.Net.Sockets;

namespace Tokenrill.Polling.Tests;

public sealed class WatchedSocketsTests
{
    private readonly WatchedSockets _sockets = new();

    [Fact]
    public void Each_is_found_by_its_key()
    {
        // More than there are places to begin with.
        var all = Enumerable.Range(0, 1000).Select(_ => Add()).ToArray();

        foreach (var socket in all)
            _sockets.Find(socket.Key).ShouldBe(socket);
        _sockets.Count.ShouldBe(1000);
    }

    [Fact]
    public void A_key_of_one_that_is_gone_finds_nobody_also_when_its_place_is_taken()
    {
        var gone = Add();
        _sockets.Remove(gone);
        _sockets.Find(gone.Key).ShouldBeNull();

        var next = Add();

        (next.Key & uint.MaxValue).ShouldBe(gone.Key & uint.MaxValue);
        _sockets.Find(gone.Key).ShouldBeNull();
        _sockets.Find(next.Key).ShouldBe(next);
        // Once more changes nothing of the one who has the place now.
        _sockets.Remove(gone);
        _sockets.Find(next.Key).ShouldBe(next);
    }

    private PolledSocket Add()
    {
        var socket = new PolledSocket(Poller.Shared, new Socket(SocketType.Stream, ProtocolType.Tcp));
        _sockets.Add(socket);
        return socket;
    }
}
