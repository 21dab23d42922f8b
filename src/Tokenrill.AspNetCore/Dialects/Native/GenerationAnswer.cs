using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>Starts a generation and answers in the form the client wants: a stream, one JSON when it has ended, or a
/// receipt at once. Everything native that starts a generation answers like this.</summary>
internal static class GenerationAnswer
{
    private const string RespondAsync = "respond-async";

    /// <summary>Starts, and answers.</summary>
    /// <exception cref="TokenrillException">The request is wrong, the session is busy, or a limit is reached.</exception>
    public static async Task StartAsync(HttpContext context, GenerationService generations, GenerationRequest request)
    {
        var later = WantsToReadLater(context.Request);
        var started = await generations.StartAsync(request, context.Caller(), withReader: !later, context.RequestAborted);
        using var reader = started.Reader;
        AnnounceNew(context, started.Generation);
        if (reader is null)
            await WriteReceiptAsync(context, started.Generation);
        else
            await FollowAsync(context, started.Generation, reader, generations.Options.Readers.Heartbeat);
    }

    /// <summary>Whether the client wants a receipt, to read later.</summary>
    public static bool WantsToReadLater(HttpRequest request)
    {
        foreach (var value in request.Headers["Prefer"])
            if (value!.Split([',', ';'], StringSplitOptions.TrimEntries).Contains(RespondAsync, StringComparer.OrdinalIgnoreCase))
                return true;
        return false;
    }

    /// <summary>The headers that say which generation was started, and where it is.</summary>
    public static void AnnounceNew(HttpContext context, Generation generation)
    {
        context.Response.Headers.Location = $"{context.Request.PathBase.ToUriComponent()}/v1/generations/{generation.Id}";
        ResponseHeaders.Announce(context, generation);
    }

    /// <summary>The receipt: 202 and the state.</summary>
    public static Task WriteReceiptAsync(HttpContext context, Generation generation)
    {
        context.Response.Headers["Preference-Applied"] = RespondAsync;
        return WriteStateAsync(context, generation, StatusCodes.Status202Accepted);
    }

    /// <summary>The state as JSON.</summary>
    public static Task WriteStateAsync(HttpContext context, Generation generation, int status = StatusCodes.Status200OK) =>
        JsonAnswer.WriteAsync(context, GenerationStateReader.Read(generation), NativeStateJson.Default.GenerationState, status);

    private static Task FollowAsync(HttpContext context, Generation generation, LogReader reader, TimeSpan heartbeat) => AcceptedFormat.Of(context.Request) switch
    {
        AnswerFormat.Json => WaitAsync(context, generation, reader),
        AnswerFormat.Ndjson => StreamResponse.WriteAsync(context, reader, new NativeNdjsonEncoder(), heartbeat),
        _ => StreamResponse.WriteAsync(context, reader, new NativeSseEncoder(generation.Id), heartbeat),
    };

    /// <summary>Waits for the end. The headers are not out, so a failure is a status; the partial text is where Location says.</summary>
    private static async Task WaitAsync(HttpContext context, Generation generation, LogReader reader)
    {
        if (!await WholeAnswer.WaitAsync(context, reader))
            return;
        if (ErrorOf(generation) is { } error)
            await ErrorResponse.WriteAsync(context, error);
        else
            await WriteStateAsync(context, generation);
    }

    private static RequestError? ErrorOf(Generation generation)
    {
        var end = generation.Log[generation.Log.LastSequence];
        return end.Kind switch
        {
            EventKind.Failed => new RequestError(((FailedDetail)end.Detail).Error) { Generation = generation.Id },
            EventKind.Interrupted => RequestError.Create(ErrorCode.Interrupted) with { Generation = generation.Id },
            _ => null,
        };
    }
}
