using System.Buffers;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>Requests that were not served, in OpenAI's shape: bad JSON, a wrong key, too many requests, a model that is
/// not there.</summary>
internal sealed class OpenAIErrorFormat : IErrorFormat
{
    public static readonly OpenAIErrorFormat Instance = new();

    public string ContentType => ContentTypes.Json;

    public void Write(RequestError error, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        OpenAIError.Of(error).Write(ref json);
        json.Commit();
    }
}
