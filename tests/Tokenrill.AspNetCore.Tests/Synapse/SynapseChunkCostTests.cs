using System.Buffers;
using Microsoft.Extensions.Logging.Abstractions;
using Tokenrill.AspNetCore.Dialects.Synapse;

namespace Tokenrill.AspNetCore.Tests.Synapse;

public sealed class SynapseChunkCostTests
{
    [Theory, InlineData(FullContent.Always), InlineData(FullContent.Final)]
    public async Task A_chunk_costs_no_allocation(FullContent fullContent)
    {
        using var engine = new TestEngine();
        var (generation, call) = await engine.StartCallAsync();
        call.Accept();
        for (var i = 0; i < 1000; i++)
        {
            engine.Time.Advance(TimeSpan.FromMilliseconds(17));
            call.Text("token \"quoted\"\n");
        }
        using var reader = generation.Attach();
        var encoder = Encoder(generation, fullContent);
        var output = new ArrayBufferWriter<byte>(1 << 16);
        // What names the model, and the first chunk, may cost something.
        for (var i = 0; i < 3; i++)
        {
            reader.TryRead(out var first).ShouldBeTrue();
            encoder.Encode(first, output);
        }

        var encoded = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (reader.TryRead(out var next))
        {
            output.ResetWrittenCount();
            encoder.Encode(next, output);
            encoded++;
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBe(0);
        encoded.ShouldBe(999);
        output.WrittenCount.ShouldBeGreaterThan(fullContent == FullContent.Always ? 15_000 : 300);
        call.Finish();
    }

    /// <summary>The figures of docs/guides/synapse.md.</summary>
    [Theory]
    [InlineData(100, 60_829, 30_529)]
    [InlineData(1000, 3_309_154, 306_154)]
    [InlineData(4000, 49_246_769, 1_234_769)]
    public async Task A_stream_has_the_bytes_that_the_guide_says(int tokens, long always, long final)
    {
        using var engine = new TestEngine();
        var (generation, call) = await engine.StartCallAsync();
        call.Accept();
        for (var i = 0; i < tokens; i++)
        {
            engine.Time.Advance(TimeSpan.FromMilliseconds(20));
            call.Text(" token");
        }
        call.Finish();
        await generation.CleanedUpAsync();

        (Bytes(FullContent.Always), Bytes(FullContent.Final)).ShouldBe((always, final));

        long Bytes(FullContent fullContent)
        {
            using var reader = generation.Attach();
            var encoder = Encoder(generation, fullContent);
            var output = new ArrayBufferWriter<byte>(1 << 16);
            var bytes = 0L;
            while (reader.TryRead(out var next))
            {
                encoder.Encode(next, output);
                bytes += output.WrittenCount;
                output.ResetWrittenCount();
            }
            return bytes;
        }
    }

    private static SynapseChunks Encoder(Tokenrill.Generations.Generation generation, FullContent fullContent) =>
        new(generation, fullContent, new SynapseErrorIds(NullLogger<SynapseErrorIds>.Instance));
}
