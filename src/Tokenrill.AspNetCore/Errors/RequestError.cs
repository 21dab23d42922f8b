using Microsoft.AspNetCore.Http;

namespace Tokenrill.AspNetCore.Errors;

/// <summary>Why a request was not served, as its client may know it.</summary>
/// <param name="Error">The code, a safe sentence, the id under which the log holds the rest.</param>
internal sealed record RequestError(GenerationError Error)
{
    /// <summary>The HTTP status: the code's own, unless HTTP has a more exact one.</summary>
    public int Status { get; init; } = Error.Code.Info().Status;

    /// <summary>The member of the request that was wrong, when it was one.</summary>
    public string? Field { get; init; }

    /// <summary>The generation that is in the way, or that failed.</summary>
    public string? Generation { get; init; }

    /// <summary>A fault with the code's own sentence, or a safe one of its own.</summary>
    public static RequestError Create(ErrorCode code, string? message = null, TimeSpan? retryAfter = null) =>
        new(GenerationError.Create(code, message, retryAfter));

    /// <summary>What a client may know of an exception: everything of ours, nothing of anybody else's.</summary>
    public static RequestError From(Exception exception) => exception switch
    {
        TokenrillException known => Create(known.Code, known.Message, known.RetryAfter) with { Field = known.Field, Generation = known.ActiveGeneration },
        ProviderException provider => Create(provider.Code, retryAfter: provider.RetryAfter),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Create(ErrorCode.RequestTooLarge),
        BadHttpRequestException bad => Create(ErrorCode.InvalidRequest) with { Status = bad.StatusCode },
        _ => Create(ErrorCode.Internal),
    };
}
