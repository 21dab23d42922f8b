using Microsoft.AspNetCore.Http;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects;

/// <summary>How a generation ended that did not complete, for dialects to which everything but an answer is an error.</summary>
/// <param name="Code">The error's code, or <c>cancelled</c> or <c>superseded</c>.</param>
/// <param name="Status">The HTTP status, while there still can be one.</param>
/// <param name="Message">A sentence that is safe to show.</param>
/// <param name="Error">Of a failure: the error, with its id.</param>
internal sealed record UnfinishedEnd(string Code, int Status, string Message, GenerationError? Error = null)
{
    /// <summary>The end that a terminal event is.</summary>
    /// <remarks>One that somebody stopped or took over is a conflict that no retry may resolve: whoever ended it meant it.</remarks>
    public static UnfinishedEnd Of(in LogEvent terminal) => terminal.Detail switch
    {
        FailedDetail { Error: var error } => OfCode(error.Code) with { Message = error.Message, Error = error },
        SupersededDetail => new("superseded", StatusCodes.Status409Conflict, "A newer request took over the session before this answer was complete."),
        InterruptedDetail => OfCode(ErrorCode.Interrupted),
        _ => new("cancelled", StatusCodes.Status409Conflict, "The answer was stopped before it was complete."),
    };

    private static UnfinishedEnd OfCode(ErrorCode code)
    {
        var info = code.Info();
        return new(info.Name, info.Status, info.Message);
    }
}
