using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Polling;

namespace Tokenrill.Server.Hosting.Connections;

/// <summary>One connection of the web server.</summary>
internal sealed class PolledConnection : ConnectionContext, IDuplexPipe, IConnectionIdFeature, IConnectionItemsFeature,
    IConnectionTransportFeature, IConnectionLifetimeFeature, IConnectionEndPointFeature, IMemoryPoolFeature, IPatientConnection
{
    private static long _lastId;

    private readonly PolledSocket _socket;
    private readonly PolledInput _input;
    private readonly PolledOutput _output;
    private readonly CancellationTokenSource _closed = new();
    private IDictionary<object, object?>? _items;
    private string? _id;
    private int _isClosed;

    public PolledConnection(Socket socket, Poller poller, MemoryPool<byte> memory)
    {
        (LocalEndPoint, RemoteEndPoint) = (socket.LocalEndPoint, socket.RemoteEndPoint);
        MemoryPool = memory;
        Transport = this;
        ConnectionClosed = _closed.Token;
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionEndPointFeature>(this);
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set<IPatientConnection>(this);
        _socket = new PolledSocket(poller, socket) { HungUp = OnHungUp, HasRoom = OnRoom };
        _input = new PolledInput(_socket, Close);
        _output = new PolledOutput(_socket);
        _socket.Start();
    }

    public override string ConnectionId
    {
        get => _id ??= Interlocked.Increment(ref _lastId).ToString("x", CultureInfo.InvariantCulture);
        set => _id = value;
    }

    // Ours and those that the web server adds, without growing in between.
    public override IFeatureCollection Features { get; } = new FeatureCollection(initialCapacity: 12);

    public override IDictionary<object, object?> Items
    {
        get => _items ??= new ConnectionItems();
        set => _items = value;
    }

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public override EndPoint? LocalEndPoint { get; set; }

    public override EndPoint? RemoteEndPoint { get; set; }

    public MemoryPool<byte> MemoryPool { get; }

    PipeReader IDuplexPipe.Input => _input;

    PipeWriter IDuplexPipe.Output => _output;

    public override void Abort(ConnectionAbortedException abortReason) => _socket.Abort();

    public override ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        Close();
        return base.DisposeAsync();
    }

    public void LetNextFlushWait() => _output.LetNextFlushWait();

    private void OnRoom() => _output.GoOn();

    /// <summary>The client sends no more. Where it has sent something that nobody has read yet, who reads that will come to the end.</summary>
    private void OnHungUp(bool isGone)
    {
        if (isGone || _input.HasReadAll)
            Close();
    }

    /// <summary>Tells once, and on this thread, which may be one that polls: the web server's own part is short, and a request that listens goes on here
    /// as it does when it is told of a token.</summary>
    private void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            _closed.Cancel();
    }
}
