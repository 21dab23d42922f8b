using System.Buffers;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Dialects.Jarvis;

/// <summary>Errors in Jarvis's shape: <c>{"type":"error","error","error_type","error_id"}</c>.</summary>
internal sealed class JarvisError : IErrorFormat
{
    public static readonly JarvisError Instance = new();

    public string ContentType => ContentTypes.Json;

    /// <summary>A request that was not served.</summary>
    public void Write(RequestError error, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        Write(error.Error.Message, error.Error.Code.Info().Name, error.Error.Id, ref json);
        json.Raw("}"u8);
        json.Commit();
    }

    /// <summary>Up to and without the brace that closes it.</summary>
    public static void Write(string message, string code, string? id, ref Utf8Output json)
    {
        json.Raw("{\"type\":\"error\",\"error\":"u8);
        json.JsonString(message);
        json.Raw(",\"error_type\":"u8);
        json.JsonString(code);
        if (id is null)
            return;
        json.Raw(",\"error_id\":"u8);
        json.JsonString(id);
    }
}
