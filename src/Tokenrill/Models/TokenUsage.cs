namespace Tokenrill.Models;

/// <summary>What a provider counted, in tokens.</summary>
/// <param name="InputTokens">Of the request.</param>
/// <param name="OutputTokens">Of the answer, reasoning included.</param>
/// <param name="ReasoningTokens">Of the output: spent on reasoning. 0 when the provider does not say.</param>
/// <param name="CachedTokens">Of the input: served from the provider's cache. 0 when the provider does not say.</param>
public readonly record struct TokenUsage(int InputTokens, int OutputTokens, int ReasoningTokens = 0, int CachedTokens = 0);
