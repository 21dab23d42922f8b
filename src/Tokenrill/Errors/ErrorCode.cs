namespace Tokenrill;

/// <summary>Everything that can go wrong, once. The wire name is the member's name in snake case; status, whether a
/// retry can help and the safe sentence stand in <see cref="ErrorCodes"/>.</summary>
public enum ErrorCode
{
    /// <summary>The request is malformed or asks for something that cannot be had.</summary>
    InvalidRequest,
    /// <summary>No key, or not one that is known.</summary>
    Unauthorized,
    /// <summary>The key is known and may not do this.</summary>
    Forbidden,
    /// <summary>No such thing, or not the caller's.</summary>
    NotFound,
    /// <summary>The session has an active generation and the request asked not to disturb it.</summary>
    SessionBusy,
    /// <summary>The cursor points before what is still kept.</summary>
    CursorExpired,
    /// <summary>The request's body is larger than the server takes.</summary>
    RequestTooLarge,
    /// <summary>Too many requests, or too many generations at once.</summary>
    RateLimited,
    /// <summary>No connection to the provider within the connect deadline.</summary>
    ConnectTimeout,
    /// <summary>No token within the first-token deadline.</summary>
    FirstTokenTimeout,
    /// <summary>No token within the between-tokens deadline.</summary>
    BetweenTokensTimeout,
    /// <summary>The generation took longer than the total deadline.</summary>
    TotalTimeout,
    /// <summary>The provider could not be reached or answered that it cannot serve now.</summary>
    ProviderUnavailable,
    /// <summary>The provider refused the request.</summary>
    ProviderRejected,
    /// <summary>The provider asks for fewer requests.</summary>
    ProviderRateLimited,
    /// <summary>The provider's stream ended before the answer did.</summary>
    ProviderDisconnected,
    /// <summary>The provider sent bytes that its protocol does not allow.</summary>
    ProviderProtocol,
    /// <summary>The conversation does not fit into the model's context.</summary>
    ContextLengthExceeded,
    /// <summary>The provider's content filter refused the request.</summary>
    ContentFiltered,
    /// <summary>The answer is larger than the server keeps.</summary>
    OutputLimitExceeded,
    /// <summary>What happens cannot be stored, and the server is told not to go on without.</summary>
    StorageUnavailable,
    /// <summary>The server went away while the generation ran.</summary>
    Interrupted,
    /// <summary>A fault of the server itself.</summary>
    Internal,
}
