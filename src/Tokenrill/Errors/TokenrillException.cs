namespace Tokenrill;

/// <summary>A request that cannot be served. Its message is shown to the client, so it never holds an address, a key
/// or a stack trace; what only the operator may see is the inner exception.</summary>
public class TokenrillException : Exception
{
    /// <summary>A fault with its code, and a safe sentence that says what was wrong, where, and what would be right.</summary>
    public TokenrillException(ErrorCode code, string? safeMessage = null, Exception? inner = null)
        : base(safeMessage ?? code.Info().Message, inner) => Code = code;

    /// <summary>The code.</summary>
    public ErrorCode Code { get; }

    /// <summary>The member of the request that was wrong, such as <c>messages[0].role</c>, when it was one.</summary>
    public string? Field { get; init; }

    /// <summary>How long to wait before trying again, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>With <see cref="ErrorCode.SessionBusy"/>: the generation that is active in the session.</summary>
    public string? ActiveGeneration { get; init; }

    /// <summary>A fault in one member of a request; the message says what would be right.</summary>
    public static TokenrillException Invalid(string field, string message) =>
        new(ErrorCode.InvalidRequest, $"{field}: {message}") { Field = field };
}
