using Tokenrill.Generations;
using Tokenrill.Models;

namespace Tokenrill.Logs;

/// <summary>What an event says besides text. Only the rare events have one; a token has none.</summary>
public abstract record EventDetail;

/// <summary>The generation exists and was acknowledged.</summary>
public sealed record StartedDetail(string Generation, string? Session, string Model, DateTimeOffset At) : EventDetail;

/// <summary>What happens while there is no token.</summary>
/// <param name="Status"><c>thinking</c>: the provider accepted the request and works on it. <c>switched</c>: a provider
/// could not serve, and the next model of the alias was asked.</param>
/// <param name="Model">With <c>switched</c>: the model asked now.</param>
public sealed record StatusDetail(string Status, string? Model = null) : EventDetail
{
    /// <summary>The provider accepted the request and works on it.</summary>
    public static readonly StatusDetail Thinking = new("thinking");
}

/// <summary>One tool call; its arguments arrive in pieces.</summary>
/// <param name="Index">Its place among the calls of this answer, dense from 0.</param>
/// <param name="Id">The provider's id of the call, for the tool's answer to refer to.</param>
/// <param name="Name">The tool.</param>
public sealed record ToolCallDetail(int Index, string Id, string Name) : EventDetail;

/// <summary>What the provider counted.</summary>
public sealed record UsageDetail(TokenUsage Usage) : EventDetail;

/// <summary>The model finished.</summary>
public sealed record CompletedDetail(FinishReason FinishReason, GenerationStatistics Statistics) : EventDetail;

/// <summary>Something broke.</summary>
public sealed record FailedDetail(GenerationError Error, GenerationStatistics Statistics) : EventDetail;

/// <summary>Somebody stopped it, or its last reader left.</summary>
/// <param name="Reason"><c>stop</c> or <c>disconnect</c>.</param>
public sealed record CancelledDetail(string Reason) : EventDetail
{
    /// <summary>Somebody said stop.</summary>
    public static readonly CancelledDetail Stop = new("stop");

    /// <summary>The last reader left and none came back within the grace period.</summary>
    public static readonly CancelledDetail Disconnect = new("disconnect");
}

/// <summary>A newer generation took over the session.</summary>
/// <param name="By">The newer generation.</param>
public sealed record SupersededDetail(string By) : EventDetail;

/// <summary>The server went away.</summary>
public sealed record InterruptedDetail : EventDetail
{
    /// <summary>The only one there is.</summary>
    public static readonly InterruptedDetail Instance = new();
}
