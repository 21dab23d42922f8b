using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.TestKit.Servers;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.AI4ArtsEd;

/// <summary>An nginx in front that nobody has told anything about streams: its default is to buffer.</summary>
public sealed class NginxTests : NativeTest
{
    private const string Arts = "/api/text_stream/stage2/run?prompt=A+dog", Vibe = "/api/stream-response";

    private static readonly string[] Pieces = ["A ", "dog ", "in ", "the ", "rain"];

    [Theory]
    [InlineData(Arts)]
    [InlineData(Vibe)]
    public async Task Each_chunk_arrives_before_the_next_is_said(string path)
    {
        await using var nginx = await Nginx.StartAsync(Host.BaseAddress);
        using var client = nginx.NewClient();
        using var response = await client.OpenAsync(Request(path));
        await using var chunks = ChunksAsync(response).GetAsyncEnumerator(Ending);
        var call = (await Provider.NextCallAsync()).Accept();
        foreach (var piece in Pieces)
        {
            call.Text(piece);
            (await chunks.MoveNextAsync().InTime()).ShouldBeTrue();
            chunks.Current.ShouldBe(piece);
        }
        call.Finish();
        (await chunks.MoveNextAsync().InTime()).ShouldBeFalse();
    }

    /// <summary>What the test above would see if the header that keeps nginx from buffering were not there.</summary>
    [Theory]
    [InlineData(Arts)]
    [InlineData(Vibe)]
    public async Task Without_the_header_that_it_heeds_nothing_arrives_before_the_end(string path)
    {
        await using var nginx = await Nginx.StartAsync(Host.BaseAddress, "proxy_ignore_headers X-Accel-Buffering;");
        using var client = nginx.NewClient();
        var opening = client.OpenAsync(Request(path));
        var call = (await Provider.NextCallAsync()).Accept();
        foreach (var piece in Pieces)
        {
            call.Text(piece);
            // It has one thread: what was to be passed on has been when these answers have.
            for (var i = 0; i < 5; i++)
                (await client.CallAsync(Get("/api/health"))).Status.ShouldBe(200);
        }
        opening.IsCompleted.ShouldBeFalse();
        call.Finish();

        using var response = await opening;
        (await ChunksAsync(response).ToListAsync(Ending)).ShouldBe(Pieces);
    }

    private static HttpRequestMessage Request(string path) => path == Vibe ? Post(Vibe, """{"prompt":"A dog"}""") : Get(path);

    private static async IAsyncEnumerable<string> ChunksAsync(HttpResponseMessage response)
    {
        await foreach (var next in SseClient.ReadAsync(response, Ending))
            if (next.Data is not null && (next.Json.Text("text_chunk") ?? next.Json.Text("chunk")) is { } chunk)
                yield return chunk;
    }
}
