using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Answers with one JSON document.</summary>
internal static class JsonAnswer
{
    /// <summary>Text stays readable; what makes HTML dangerous is no danger in application/json.</summary>
    public static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a document. Not to be kept by caches: it is somebody's own, or it changes.</summary>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = ContentTypes.Json;
        response.Headers.CacheControl = "no-store";
        await using (var writer = new Utf8JsonWriter(response.BodyWriter, Readable))
            JsonSerializer.Serialize(writer, value, type);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
