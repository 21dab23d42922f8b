using Tokenrill.Logs;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Generations;

public sealed class ToolCallTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task The_pieces_of_interleaved_calls_keep_to_their_call()
    {
        var seen = await AnswerAsync(call => call
            .ToolCall(0, "call_a", "search", "{\"q\":")
            .ToolCall(1, "call_b", "read", "")
            .ToolCall(0, "", "", "1}")
            .ToolCall(1, "", "", "{}"));

        seen.ShouldBe(
        [
            (EventKind.ToolCall, 0, "call_a", "search", "{\"q\":"), (EventKind.ToolCall, 1, "call_b", "read", ""),
            (EventKind.ToolCallFragment, 0, "call_a", "search", "1}"), (EventKind.ToolCallFragment, 1, "call_b", "read", "{}"),
        ]);
    }

    [Fact]
    public async Task A_new_id_begins_a_new_call_even_at_an_index_that_was_used()
    {
        var seen = await AnswerAsync(call => call
            .ToolCall(0, "call_a", "search", "{}")
            .ToolCall(0, "call_b", "search", "{")
            .ToolCall(0, "", "", "}"));

        seen.ShouldBe(
        [
            (EventKind.ToolCall, 0, "call_a", "search", "{}"), (EventKind.ToolCall, 1, "call_b", "search", "{"),
            (EventKind.ToolCallFragment, 1, "call_b", "search", "}"),
        ]);
    }

    [Fact]
    public async Task An_id_that_is_repeated_in_every_piece_is_one_call()
    {
        var seen = await AnswerAsync(call => call.ToolCall(0, "call_a", "search", "{").ToolCall(0, "call_a", "search", "}"));

        seen.ShouldBe([(EventKind.ToolCall, 0, "call_a", "search", "{"), (EventKind.ToolCallFragment, 0, "call_a", "search", "}")]);
    }

    [Fact]
    public async Task Indexes_become_dense_and_a_missing_id_is_made()
    {
        var seen = await AnswerAsync(call => call.ToolCall(5, "", "search", "{}").ToolCall(9, "", "read", "{}"));

        seen.ShouldBe([(EventKind.ToolCall, 0, "call_0", "search", "{}"), (EventKind.ToolCall, 1, "call_1", "read", "{}")]);
    }

    [Fact]
    public async Task Empty_pieces_of_a_call_that_has_begun_are_no_events()
    {
        var seen = await AnswerAsync(call => call.ToolCall(0, "call_a", "search", "{}").ToolCall(0, "", "", ""));

        seen.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task However_many_calls_a_provider_sends_the_log_ends_with_its_end()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept().Usage(1, 2);
        for (var i = 0; i < 70_000 && !generation.HasEnded; i++)
            call.ToolCall(i, $"call_{i}", "search", "");
        await generation.CleanedUp.InTime();

        var seen = SeenEvent.All(generation.Log);
        seen[^1].Detail.ShouldBeOfType<FailedDetail>().Error.Code.ShouldBe(ErrorCode.OutputLimitExceeded);
        seen[^2].Detail.ShouldBeOfType<UsageDetail>();
        seen[0].Detail.ShouldBeOfType<StartedDetail>();
    }

    private async Task<IEnumerable<(EventKind Kind, int Index, string Id, string Name, string Arguments)>> AnswerAsync(Action<ScriptedCall> script)
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Accept();
        script(call);
        call.Finish(Tokenrill.Models.FinishReason.ToolCalls);
        await generation.CleanedUp.InTime();
        generation.Status.ShouldBe(Tokenrill.Generations.GenerationStatus.Completed);
        return SeenEvent.All(generation.Log)
            .Where(seen => seen.Kind is EventKind.ToolCall or EventKind.ToolCallFragment)
            .Select(seen => (seen.Kind, ((ToolCallDetail)seen.Detail!).Index, ((ToolCallDetail)seen.Detail).Id, ((ToolCallDetail)seen.Detail).Name, seen.Text));
    }
}
