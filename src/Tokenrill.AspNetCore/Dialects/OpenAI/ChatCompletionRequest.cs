using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>A chat completion as it was asked for.</summary>
/// <param name="Generation">What the engine is asked.</param>
/// <param name="Stream">Whether the answer is a stream of chunks.</param>
/// <param name="IncludeUsage">Whether the stream ends with a chunk that says what was counted.</param>
internal sealed record ChatCompletionRequest(GenerationRequest Generation, bool Stream, bool IncludeUsage)
{
    /// <summary>The chat completion that asks a model this.</summary>
    public static ChatCompletionRequest Of(ModelRequest ask, IReadOnlyDictionary<string, string>? metadata, bool stream, bool includeUsage)
    {
        var request = new GenerationRequest
        {
            Ask = ask,
            Metadata = metadata,
            // This client cannot come back to a stream it has lost.
            OnDisconnect = OnDisconnect.Cancel,
            Grace = TimeSpan.Zero,
        };
        return new(request, stream, includeUsage);
    }
}
