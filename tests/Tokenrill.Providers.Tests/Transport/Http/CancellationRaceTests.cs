using Tokenrill.Providers.Tests.OpenAI;
using Tokenrill.TestKit.Servers;

namespace Tokenrill.Providers.Tests.Transport.Http;

public sealed class CancellationRaceTests
{
    private const int Rounds = 400;

    private static readonly string Answer = OpenAIStreams.Events(OpenAIStreams.Text("Hello")) + OpenAIServer.Stop;

    /// <summary>An answer is cancelled while it ends; then another takes the connection, if it was kept. That one must
    /// not be hit by what was meant for the first.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_cancelled_at_its_end_leaves_the_next_one_alone(bool endsAtOnce)
    {
        await using var acme = new OpenAIServer(exchange => endsAtOnce ? exchange.RespondInChunksAsync("text/event-stream", Answer) : InPiecesAsync(exchange));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => RaceAsync(acme), TestContext.Current.CancellationToken)));
    }

    private static async Task RaceAsync(OpenAIServer acme)
    {
        for (var i = 0; i < Rounds; i++)
        {
            using var stop = new CancellationTokenSource();
            var sink = new CancellingSink(stop, i % 3);
            try
            {
                await acme.Provider.StreamAsync(OpenAIServer.Request, sink, stop.Token).Soon();
            }
            catch (OperationCanceledException)
            {
                // Both are right; what matters is the next one.
            }
            var next = new RecordingSink();
            await acme.Provider.StreamAsync(OpenAIServer.Request, next, TestContext.Current.CancellationToken).Soon();
            next.Calls.ShouldBe(["connected", "accepted", "text:Hello", "finish:Stop"]);
            await sink.Cancelled.Soon();
        }
    }

    private static async Task InPiecesAsync(ScriptedExchange exchange)
    {
        await exchange.SendHeadersAsync("text/event-stream");
        await exchange.SendChunkAsync(Answer);
        await exchange.EndAsync();
    }

    /// <summary>Cancels from another thread at one of three moments near the end.</summary>
    private sealed class CancellingSink(CancellationTokenSource stop, int moment) : IGenerationSink
    {
        private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Cancelled => _cancelled.Task;

        public void Connected()
        {
        }

        public void Accepted() => CancelIf(0);

        public void Text(ReadOnlySpan<byte> utf8) => CancelIf(1);

        public void Reasoning(ReadOnlySpan<byte> utf8)
        {
        }

        public void ToolCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
        {
        }

        public void Usage(in TokenUsage usage)
        {
        }

        public void Finish(FinishReason reason) => CancelIf(2);

        public void Flush()
        {
        }

        private void CancelIf(int now)
        {
            if (now == moment)
                ThreadPool.UnsafeQueueUserWorkItem(static sink => sink.Cancel(), this, preferLocal: false);
        }

        private void Cancel()
        {
            stop.Cancel();
            _cancelled.SetResult();
        }
    }
}
