using System.Buffers;
using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>An error as these clients are told it. They know no end of an answer but <c>done</c>, so to them every other is one.</summary>
/// <param name="End">What happened.</param>
/// <param name="Id">What the server's log has it under: the error's id, or the generation's where nothing failed.</param>
internal sealed record ThreadError(UnfinishedEnd End, string Id)
{
    /// <summary>The error that a terminal event is, other than <c>completed</c>.</summary>
    public static ThreadError Of(Generation generation, in LogEvent terminal)
    {
        var end = UnfinishedEnd.Of(terminal);
        return new(end, end.Error?.Id ?? generation.Id);
    }

    /// <summary>Answers with it, while there still can be a status.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        ErrorResponse.Prepare(context.Response, End.Status, ContentTypes.Json, End.Error?.RetryAfter);
        ThreadErrorFormat.Write(End.Message, End.Code, Id, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}

/// <summary>Requests that were not served, as Django REST framework says it: <c>{"detail","code","error_id"}</c>.</summary>
internal sealed class ThreadErrorFormat : IErrorFormat
{
    public static readonly ThreadErrorFormat Instance = new();

    public string ContentType => ContentTypes.Json;

    public void Write(RequestError error, IBufferWriter<byte> output) =>
        Write(error.Error.Message, error.Error.Code.Info().Name, error.Error.Id, output);

    /// <summary>Writes the body.</summary>
    public static void Write(string detail, string code, string id, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("{\"detail\":"u8);
        json.JsonString(detail);
        json.Raw(",\"code\":"u8);
        json.JsonString(code);
        json.Raw(",\"error_id\":"u8);
        json.JsonString(id);
        json.Raw("}"u8);
        json.Commit();
    }
}
