using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>A chat completion as it was asked for.</summary>
/// <param name="Generation">What the engine is asked.</param>
/// <param name="Stream">Whether the answer is a stream of chunks.</param>
/// <param name="IncludeUsage">Whether the stream ends with a chunk that says what was counted.</param>
internal sealed record ChatCompletionRequest(GenerationRequest Generation, bool Stream, bool IncludeUsage);
