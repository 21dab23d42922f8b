using System.Buffers;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Dialects.Vibe;

/// <summary>Errors in Vibe's shape: <c>{"error","error_id"}</c>, before the headers as the body and after them as the last line.</summary>
internal sealed class VibeError : IErrorFormat
{
    public static readonly VibeError Instance = new();

    public string ContentType => ContentTypes.Json;

    /// <summary>A request that was not served.</summary>
    public void Write(RequestError error, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        Write(error.Error.Message, error.Error.Id, ref json);
        json.Commit();
    }

    /// <summary>A sentence that is safe to show, and where the server's log has the rest.</summary>
    public static void Write(string message, string id, ref Utf8Output json)
    {
        json.Raw("{\"error\":"u8);
        json.JsonString(message);
        json.Raw(",\"error_id\":"u8);
        json.JsonString(id);
        json.Raw("}"u8);
    }
}
