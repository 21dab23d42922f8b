namespace Tokenrill.Models;

/// <summary>Why a model stopped by itself.</summary>
public enum FinishReason
{
    /// <summary>It was done, or met a stop sequence.</summary>
    Stop,
    /// <summary>It ran into the token limit of the request or of the model.</summary>
    Length,
    /// <summary>It wants tools called.</summary>
    ToolCalls,
    /// <summary>The provider's content filter cut the answer off.</summary>
    ContentFilter,
}

/// <summary>Names of finish reasons on the wire.</summary>
public static class FinishReasons
{
    /// <summary><c>stop</c>, <c>length</c>, <c>tool_calls</c> or <c>content_filter</c>.</summary>
    public static string WireName(this FinishReason reason) => reason switch
    {
        FinishReason.Length => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter => "content_filter",
        _ => "stop",
    };
}
