using System.Buffers;
using Tokenrill.AspNetCore.Dialects.OpenAI;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ChatChunkCostTests
{
    [Fact]
    public async Task A_token_costs_no_allocation()
    {
        using var engine = new TestEngine();
        var (generation, call) = await engine.StartCallAsync();
        call.Accept();
        for (var i = 0; i < 1000; i++)
            call.Text("token \"quoted\"\n").Reasoning("hm").ToolCall(0, i == 0 ? "call_a" : "", i == 0 ? "search" : "", "{\"q\"");
        using var reader = generation.Attach();
        var encoder = new ChatCompletionChunks(generation, includeUsage: true);
        var output = new ArrayBufferWriter<byte>(1 << 21);
        encoder.Begin(output);
        // The first of each kind may cost something: a tool call's name is a string.
        for (var i = 0; i < 6; i++)
            reader.TryRead(out _).ShouldBeTrue();

        var encoded = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryRead(out var next))
        {
            encoder.Encode(next, output);
            encoded++;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        encoded.ShouldBe((3 * 1000) + 2 - 6);
        output.WrittenCount.ShouldBeGreaterThan(3000 * 100);
        call.Finish(FinishReason.Stop);
    }
}
