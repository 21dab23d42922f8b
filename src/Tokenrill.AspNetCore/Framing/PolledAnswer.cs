using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Answers who asks for one document again and again: says when to come back, and sends it only when it has changed.</summary>
internal static class PolledAnswer
{
    /// <summary>Writes the document, or 304 to who has it already.</summary>
    /// <param name="context">The request and its response.</param>
    /// <param name="value">The document.</param>
    /// <param name="type">How it is written.</param>
    /// <param name="next">How long to wait before asking again; null when nothing is to be expected.</param>
    public static async Task WriteAsync<T>(HttpContext context, T value, JsonTypeInfo<T> type, TimeSpan? next)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, JsonAnswer.Readable))
            JsonSerializer.Serialize(writer, value, type);
        var response = context.Response;
        // Of what is sent and of nothing else, so it changes exactly when that does, and not with a restart.
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(body.WrittenSpan).AsSpan(0, 16))}\"");
        response.Headers.ETag = tag.ToString();
        // To be kept, and to be asked about each time: a browser then sends If-None-Match by itself.
        response.Headers.CacheControl = "private, no-cache";
        RetryAfter.Set(response, next);
        if (Has(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = ContentTypes.Json;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Whether the client has it. By weak comparison (RFC 9110, 13.1.2), because proxies that compress weaken tags.</summary>
    private static bool Has(HttpRequest request, EntityTagHeaderValue tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(tag, useStrongComparison: false));
}
