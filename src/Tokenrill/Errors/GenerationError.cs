namespace Tokenrill;

/// <summary>An error as clients see it: a code, a sentence that is safe to show, and an id under which the server's
/// log holds the details.</summary>
/// <param name="Code">The code.</param>
/// <param name="Message">A safe sentence.</param>
/// <param name="Id">For example <c>err_0198…</c>.</param>
/// <param name="RetryAfter">When the provider said so: how long to wait before trying again.</param>
public sealed record GenerationError(ErrorCode Code, string Message, string Id, TimeSpan? RetryAfter = null)
{
    /// <summary>An error with a new id. <paramref name="message"/> defaults to the code's own sentence.</summary>
    public static GenerationError Create(ErrorCode code, string? message = null, TimeSpan? retryAfter = null) =>
        new(code, message ?? code.Info().Message, Identifiers.NewError(), retryAfter);
}
