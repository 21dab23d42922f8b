using System.Net.Sockets;
using System.Threading.Channels;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.AI4ArtsEd;

/// <summary>AI4ArtsEd's page: an EventSource as browsers have it, and the page's listeners on it. When a stream ends or breaks, the
/// EventSource comes back by itself with the last id it has; what is not a stream with status 200 ends it for good.</summary>
internal sealed class ArtsPage : IAsyncDisposable
{
    private readonly Channel<SseEvent> _events = Channel.CreateUnbounded<SseEvent>();
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = CancellationTokenSource.CreateLinkedTokenSource(Ending);
    private readonly Func<HttpClient> _connect;
    private readonly string _path;
    private readonly Task _running;
    private string? _lastId;
    private bool _hasEnded;

    private readonly bool _closes;

    private ArtsPage(Func<HttpClient> connect, string path, string? lastId, bool closes)
    {
        _closes = closes;
        _connect = connect;
        _path = path;
        _lastId = lastId;
        _running = RunAsync();
    }

    /// <summary>How often it connected.</summary>
    public int Connections { get; private set; }

    /// <summary>The status that ended it; 0 while it goes on.</summary>
    public int Refusal { get; private set; }

    /// <summary>What the page shows.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How many chunks made it.</summary>
    public int Chunks { get; private set; }

    /// <summary>Completes when a comment came, which means nothing but that the connection lives.</summary>
    public Task Kept => _kept.Task.InTime();

    /// <summary>Completes when it does not come back any more.</summary>
    public Task Ended => _running.InTime();

    /// <summary>Opens one.</summary>
    /// <param name="host">The server.</param>
    /// <param name="path">What it asks for.</param>
    /// <param name="address">Where it connects to; the server itself by default.</param>
    /// <param name="lastId">The last id that it has already.</param>
    /// <param name="closes">Whether it closes its EventSource when it is told of the end, instead of letting it come back.</param>
    public static ArtsPage Open(TestHost host, string path, Uri? address = null, string? lastId = null, bool closes = false) =>
        new(() => host.NewClient(address: address), path, lastId, closes);

    /// <summary>The next event that a listener is told of.</summary>
    public async Task<SseEvent> NextAsync() => await _events.Reader.ReadAsync(Ending).InTime();

    /// <summary>The next event, which must have this name.</summary>
    public async Task<SseEvent> NextAsync(string name)
    {
        var next = await NextAsync();
        next.Event.ShouldBe(name, next.Data);
        return next;
    }

    /// <summary>Every event until it does not come back any more.</summary>
    public async Task<List<SseEvent>> AllAsync()
    {
        await Ended;
        return [.. await _events.Reader.ReadAllAsync(Ending).ToListAsync(Ending)];
    }

    /// <summary>The page is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _running.InTime();
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await ConnectAsync())
            {
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The page is closed.
        }
        catch (Exception exception)
        {
            _events.Writer.TryComplete(exception);
            throw;
        }
        _events.Writer.TryComplete();
    }

    /// <summary>One connection, to its end. False when it was refused.</summary>
    private async Task<bool> ConnectAsync()
    {
        Connections++;
        using var client = _connect();
        var request = Get(_path).Accepting("text/event-stream").With("Cache-Control", "no-store");
        if (_lastId is not null)
            request.With("Last-Event-ID", _lastId);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _closing.Token);
            if ((int)response.StatusCode != 200 || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
            {
                Refusal = (int)response.StatusCode;
                return false;
            }
            await foreach (var next in SseClient.ReadAsync(response, _closing.Token))
                Take(next);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or SocketException)
        {
            // It comes back.
        }
        return !(_closes && _hasEnded);
    }

    private void Take(SseEvent next)
    {
        if (next.Comments.Count > 0)
            _kept.TrySetResult();
        if (next.Retry is not null)
            next.Retry.ShouldBe("1000");
        if (next.Data is null)
            return;
        _lastId = next.Id.ShouldNotBeNull();
        if (next.Event == "chunk")
            Append(next);
        _hasEnded |= next.Event is "complete" or "error";
        _events.Writer.TryWrite(next);
    }

    private void Append(SseEvent next)
    {
        Text += next.Json.Text("text_chunk");
        Chunks++;
        next.Json.Text("accumulated").ShouldBe(Text);
        next.Json.Number("chunk_count").ShouldBe(Chunks);
    }
}
