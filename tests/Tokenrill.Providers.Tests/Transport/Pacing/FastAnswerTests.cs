using System.Threading.Channels;
using Tokenrill.Providers.Tests.OpenAI;
using Tokenrill.Providers.Transport.Pacing;
using Tokenrill.TestKit;
using Tokenrill.TestKit.Servers;

namespace Tokenrill.Providers.Tests.Transport.Pacing;

/// <summary>Answers over real sockets, in time that stands still until a test moves it: so an answer of many pieces is as fast as can be.</summary>
public sealed class FastAnswerTests : IAsyncDisposable
{
    private const string Break = "break";

    private static readonly string Piece = OpenAIStreams.Events(OpenAIStreams.Text("x"));

    private readonly FakeTime _time = new();
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>();
    private readonly Channel<int> _sent = Channel.CreateUnbounded<int>();
    private readonly OpenAIServer _acme;

    public FastAnswerTests() => _acme = new OpenAIServer(SendPiecesAsync, _time);

    public ValueTask DisposeAsync() => _acme.DisposeAsync();

    [Fact]
    public async Task What_gathers_between_two_ticks_is_read_and_flushed_together()
    {
        var streaming = await BeginFastAsync();
        var flushes = _acme.Sink.TextAtFlush.Count;
        await SendAsync(Piece, Piece, Piece);
        _acme.Sink.TextAtFlush.Count.ShouldBe(flushes);

        _time.Advance(ReadingPacer.Period);
        _acme.Sink.TextAtFlush.Count.ShouldBe(flushes + 1);
        _acme.Sink.TextBytes.Length.ShouldBe(StreamSpeed.Pieces + 3);
        await EndAsync(streaming);
    }

    [Fact]
    public async Task An_answer_at_reading_speed_never_rests()
    {
        var streaming = _acme.StreamAsync();
        for (var i = 0; i < 3 * StreamSpeed.Pieces; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(2));
            await SendAsync(Piece);
            await _acme.Sink.NextTextAsync();
            _time.ArmedTimers.ShouldBe(0);
        }
        await SendAsync(OpenAIServer.Stop, "");
        await streaming;
    }

    [Fact]
    public async Task An_answer_that_has_become_slow_is_waited_for_again_and_nothing_ticks()
    {
        var streaming = await BeginFastAsync();
        _time.Advance(2 * StreamSpeed.Span);
        _time.ArmedTimers.ShouldBe(0);

        for (var i = 0; i < 3; i++)
        {
            await SendAsync(Piece);
            await _acme.Sink.NextTextAsync();
        }
        await SendAsync(OpenAIServer.Stop, "");
        await streaming;
    }

    [Fact]
    public async Task The_next_answer_on_the_connection_does_not_rest()
    {
        await EndAsync(await BeginFastAsync());
        _time.Advance(2 * StreamSpeed.Span);
        var sink = new RecordingSink();
        var next = _acme.Provider.StreamAsync(OpenAIServer.Request, sink, TestContext.Current.CancellationToken).Soon();
        await SendAsync(Piece);
        await sink.NextTextAsync();
        await SendAsync(OpenAIServer.Stop, "");
        await next;
        _acme.Server.AcceptedConnections.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_ends_a_rest_at_once()
    {
        using var stop = new CancellationTokenSource();
        var streaming = await BeginFastAsync(stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => streaming);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_noticed_at_the_next_tick()
    {
        var streaming = await BeginFastAsync();
        await SendAsync(Break);
        _time.Advance(ReadingPacer.Period);
        (await Should.ThrowAsync<ProviderException>(() => streaming)).Code.ShouldBe(ErrorCode.ProviderDisconnected);
    }

    [Fact]
    public async Task Answers_that_rest_together_go_on_together()
    {
        const int answers = 3 * 64;
        var sinks = Enumerable.Range(0, answers).Select(_ => new RecordingSink()).ToArray();
        await using var many = new OpenAIServer(
            exchange => exchange.RespondInChunksAsync("text/event-stream", [.. Enumerable.Repeat(Piece, StreamSpeed.Pieces), OpenAIServer.Stop]), _time);
        var all = Task.WhenAll(sinks.Select(sink => many.Provider.StreamAsync(OpenAIServer.Request, sink, TestContext.Current.CancellationToken)));
        while (!all.IsCompleted)
        {
            _time.Advance(ReadingPacer.Period);
            await Task.Yield();
        }
        await all;
        sinks.ShouldAllBe(sink => sink.TextBytes.Length == StreamSpeed.Pieces);
    }

    /// <summary>An answer that rests.</summary>
    private async Task<Task> BeginFastAsync(CancellationToken? cancellationToken = null)
    {
        var streaming = _acme.StreamAsync(cancellationToken);
        var resting = _time.Armed(ReadingPacer.Period);
        await SendAsync([.. Enumerable.Repeat(Piece, StreamSpeed.Pieces)]);
        await resting.Soon();
        return streaming;
    }

    private async Task EndAsync(Task streaming)
    {
        await SendAsync(OpenAIServer.Stop, "");
        _time.Advance(ReadingPacer.Period);
        await streaming;
    }

    /// <summary>Completes when all are on their way; an empty one is the end.</summary>
    private async Task SendAsync(params string[] pieces)
    {
        foreach (var piece in pieces)
            await _pieces.Writer.WriteAsync(piece, TestContext.Current.CancellationToken);
        foreach (var _ in pieces)
            await _sent.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();
    }

    private async Task SendPiecesAsync(ScriptedExchange exchange)
    {
        await exchange.SendHeadersAsync("text/event-stream");
        while (await _pieces.Reader.ReadAsync(exchange.Stopping) is { Length: > 0 } piece)
        {
            await (piece == Break ? exchange.ResetAsync() : exchange.SendChunkAsync(piece));
            await _sent.Writer.WriteAsync(1, exchange.Stopping);
        }
        await exchange.EndAsync();
        await _sent.Writer.WriteAsync(1, exchange.Stopping);
    }
}
