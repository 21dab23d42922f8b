using System.Buffers;
using System.Text;
using Tokenrill.AspNetCore.Dialects.OpenAI;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

/// <summary>Encodes generations of an engine without a web server.</summary>
internal static class Chunks
{
    /// <summary>The whole stream of a generation that will end.</summary>
    public static Task<string> OfAsync(Generation generation, bool includeUsage = false) =>
        OfAsync(generation, new ChatCompletionChunks(generation, includeUsage));

    /// <summary>The whole stream of a generation that will end, by an encoder that was made before.</summary>
    public static async Task<string> OfAsync(Generation generation, ChatCompletionChunks encoder)
    {
        using var follower = generation.Attach();
        await SeenEvent.FollowAsync(follower).InTime();
        var output = new ArrayBufferWriter<byte>();
        using var reader = generation.Attach();
        encoder.Begin(output);
        while (reader.TryRead(out var next))
            encoder.Encode(next, output);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.WrittenSpan);
    }

    /// <summary>The chunks as they were sent, without the framing.</summary>
    public static IReadOnlyList<string> Split(string stream)
    {
        stream.ShouldEndWith("\n\n");
        var blocks = stream[..^2].Split("\n\n");
        foreach (var block in blocks)
            block.ShouldStartWith("data: ");
        return [.. blocks.Select(block => block["data: ".Length..])];
    }
}
