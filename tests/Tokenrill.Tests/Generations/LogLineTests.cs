using Microsoft.Extensions.Logging;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class LogLineTests
{
    [Fact]
    public async Task The_lines_of_an_old_and_a_new_generation_come_in_the_order_of_what_happened()
    {
        using var engine = new TestEngine();
        var (first, _) = await engine.StartCallAsync(Requests.In("s"));
        var (second, _) = await engine.StartCallAsync(Requests.In("s"));

        engine.Log.Lines.Select(line => line.Split(' ')).Select(words => (words[0] == first.Id ? "old" : "new", words[1])).ShouldBe(
            [("old", "started"), ("old", "superseded"), ("old", "ended"), ("new", "started")]);
        engine.Log.Lines[1].ShouldContain(second.Id);
        engine.Log.Lines.ShouldAllBe(line => line.Contains("session=s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_line_holds_the_prompt_or_the_answer()
    {
        using var engine = new TestEngine();
        foreach (var fault in new ErrorCode?[] { null, ErrorCode.ProviderDisconnected, ErrorCode.Internal })
        {
            var (generation, call) = await engine.StartCallAsync(Requests.In("s", "the-prompt") with { Metadata = new Dictionary<string, string> { ["note"] = "the-metadata" } });
            call.Accept().Text("the-answer").Reasoning("the-reasoning").ToolCall(0, "c", "t", "the-arguments");
            if (fault is { } code)
                call.Fail(code);
            else
                call.Finish();
            await generation.CleanedUp.InTime();
        }

        engine.Log.Lines.Count.ShouldBeGreaterThan(8);
        foreach (var secret in new[] { "the-prompt", "the-answer", "the-reasoning", "the-arguments", "the-metadata" })
            engine.Log.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_went_wrong_stands_in_the_log_under_the_id_that_the_client_gets_and_nowhere_else()
    {
        using var engine = new TestEngine();
        var (generation, call) = await engine.StartCallAsync();
        call.Fail(new InvalidOperationException("at 10.1.2.3 with a stack"));
        await generation.CleanedUp.InTime();
        var error = ((FailedDetail)generation.Log[generation.Log.LastSequence].Detail).Error;

        error.Message.ShouldBe(ErrorCode.Internal.Info().Message);
        (await engine.Log.LineAsync(error.Id)).ShouldContain("at 10.1.2.3 with a stack");
    }

    [Fact]
    public async Task A_log_that_throws_leaves_no_session_claimed_and_nobody_counted()
    {
        var provider = new ScriptedProvider { OnCall = static call => call.Accept().Finish() };
        using var service = new GenerationService(new(), ModelCatalogs.Of(("scripted", provider)), TimeProvider.System, new ThrowingLog());
        var started = await service.StartAsync(Requests.In("s"), TestEngine.Caller, withReader: false, TestContext.Current.CancellationToken);
        await started.Generation.CleanedUp.InTime();

        started.Generation.HasEnded.ShouldBeTrue();
        service.Residue.ShouldBe(0);
    }

    private sealed class ThrowingLog : ILogger<GenerationService>
    {
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("the log is full");

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
