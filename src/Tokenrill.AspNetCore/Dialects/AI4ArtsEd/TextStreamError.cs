using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Dialects.AI4ArtsEd;

/// <summary>A stage that could not be started, as an event of a stream: EventSource shows its page no body of a request that
/// was refused. The event has an id, by which an EventSource that comes back by itself is told to stop.</summary>
internal sealed class TextStreamError(TextStage stage) : IErrorFormat
{
    // All ids of errors begin with it, and no generation's does.
    private const string Prefix = "err_";

    public string ContentType => ContentTypes.EventStream;

    /// <summary>Whether the last event that a client has is one of these: there is nothing behind it.</summary>
    public static bool IsLast(string lastEventId) => lastEventId.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>200, but for those who may not call at all: they are no page of ours. 204 for who was told already, so that an
    /// EventSource that is refused before it gets here does not come back for ever.</summary>
    public int StatusOf(RequestError error, HttpRequest request) => error.Status switch
    {
        _ when IsLast(request.Headers[EventCursor.Header].ToString()) => StatusCodes.Status204NoContent,
        StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden => error.Status,
        _ => StatusCodes.Status200OK,
    };

    public void Write(RequestError error, IBufferWriter<byte> output)
    {
        var text = new Utf8Output(output);
        text.Raw(NativeSseEncoder.Retry);
        text.Raw("id: "u8);
        text.Raw(Encoding.UTF8.GetBytes(error.Error.Id));
        Write(error.Error.Message, stage, error.Error.Id, ref text);
        text.Commit();
    }

    /// <summary>An error event behind its id.</summary>
    public static void Write(string message, TextStage stage, string id, ref Utf8Output text)
    {
        text.Raw("\nevent: error\ndata: {\"message\":"u8);
        text.JsonString(message);
        text.Raw(",\"stage\":"u8);
        text.JsonString(stage.Name);
        text.Raw(",\"error_id\":"u8);
        text.JsonString(id);
        text.Raw("}\n\n"u8);
    }
}
