using System.Text;
using Tokenrill.Providers.OpenAI;

namespace Tokenrill.Providers.Tests.OpenAI;

public sealed class OpenAIAnswerDecoderTests
{
    public static TheoryData<string> Names => [.. OpenAIStreams.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_stream_becomes_the_same_calls_wherever_it_is_cut(string name) =>
        OpenAIStreams.All[name].ShouldNotDependOnTheCut(sink => new OpenAIAnswerDecoder(sink, StreamCase.Provider));

    [Fact]
    public void Decoding_allocates_nothing_once_it_is_warm()
    {
        var plain = Encoding.UTF8.GetBytes(OpenAIStreams.Events(OpenAIStreams.Text(" token")));
        var escaped = Encoding.UTF8.GetBytes(OpenAIStreams.Events(OpenAIStreams.Text("\\n\\ud83d\\ude00")));
        var tool = Encoding.UTF8.GetBytes(OpenAIStreams.Events("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"\"x\""}}]}}]}"""));
        var sink = new CountingSink();
        using var decoder = new OpenAIAnswerDecoder(sink, StreamCase.Provider);
        AllocationsOf(100).ShouldBeGreaterThan(0); // the tool call's id is kept once
        AllocationsOf(10_000).ShouldBe(0);
        sink.Pieces.ShouldBe(4 * 10_100);

        long AllocationsOf(int rounds)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < rounds; i++)
            {
                decoder.Feed(plain);
                decoder.Feed(escaped);
                decoder.Feed(tool);
                decoder.Feed(plain.AsSpan(0, 20));
                decoder.Feed(plain.AsSpan(20));
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void An_event_beyond_the_limit_is_refused_and_not_gathered()
    {
        using var decoder = new OpenAIAnswerDecoder(new RecordingSink(), StreamCase.Provider);
        decoder.Feed("data: "u8);
        var piece = new byte[1024 * 1024];
        Array.Fill(piece, (byte)'x');
        for (var i = 0; i < 3; i++)
            decoder.Feed(piece);
        Should.Throw<ProviderException>(() => decoder.Feed(piece)).Code.ShouldBe(ErrorCode.ProviderProtocol);
    }
}
