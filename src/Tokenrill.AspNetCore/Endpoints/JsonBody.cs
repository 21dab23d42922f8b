using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tokenrill.AspNetCore.Endpoints;

/// <summary>A request body as it was understood.</summary>
/// <param name="Value">What it says.</param>
/// <param name="Digest">SHA-256 of its bytes, in hex: tells whether two requests are the same. Null where nobody asks.</param>
internal readonly record struct JsonBody<T>(T Value, string? Digest);

/// <summary>Reads what a body says from its JSON.</summary>
internal delegate T BodyReader<T>(ReadOnlySpan<byte> json);

/// <summary>Reads request bodies: bounded, and with faults that name the member that was wrong.</summary>
internal static class JsonBody
{
    /// <summary>Whether there is one, where it may be left out.</summary>
    public static bool IsThere(HttpRequest request) => request.ContentLength is null or > 0 && request.ContentType is not null;

    /// <summary>The body as <typeparamref name="T"/>, and a digest of its bytes where one is needed.</summary>
    /// <exception cref="TokenrillException">Too large, not JSON, or not of this shape.</exception>
    public static ValueTask<JsonBody<T>> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int mostBytes, Func<T, bool> needsDigest) =>
        ReadAsync(context, json => Deserialize(json, type), mostBytes, needsDigest);

    /// <summary>The body as <paramref name="read"/> understands it, and a digest of its bytes where one is needed.</summary>
    /// <exception cref="TokenrillException">Too large, not UTF-8, or what the reader throws.</exception>
    public static ValueTask<JsonBody<T>> ReadAsync<T>(HttpContext context, BodyReader<T> read, int mostBytes, Func<T, bool> needsDigest)
    {
        var request = context.Request;
        if (request.ContentLength > mostBytes)
            throw TooLarge(mostBytes);
        // The server's own limit may be lower than what is configured here; this one is kept all the same.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        var body = request.BodyReader;
        // Nearly always it came with the headers.
        return body.TryRead(out var here) && TryParse(body, here, read, mostBytes, needsDigest, out var parsed)
            ? new(parsed)
            : WaitAsync(body, read, mostBytes, needsDigest, context.RequestAborted);
    }

    private static async ValueTask<JsonBody<T>> WaitAsync<T>(PipeReader body, BodyReader<T> read, int mostBytes, Func<T, bool> needsDigest, CancellationToken cancellationToken)
    {
        while (true)
            if (TryParse(body, await body.ReadAsync(cancellationToken), read, mostBytes, needsDigest, out var parsed))
                return parsed;
    }

    /// <summary>False when there is more to come.</summary>
    private static bool TryParse<T>(PipeReader body, in ReadResult here, BodyReader<T> read, int mostBytes, Func<T, bool> needsDigest, out JsonBody<T> parsed)
    {
        var buffer = here.Buffer;
        if (buffer.Length > mostBytes)
            throw TooLarge(mostBytes);
        if (!here.IsCompleted)
        {
            body.AdvanceTo(buffer.Start, buffer.End);
            parsed = default;
            return false;
        }
        try
        {
            parsed = Parse(buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray(), read, needsDigest);
            return true;
        }
        finally
        {
            body.AdvanceTo(buffer.End);
        }
    }

    /// <summary>Bytes as <typeparamref name="T"/>, and a digest of them where one is needed.</summary>
    /// <exception cref="TokenrillException">Not JSON, or not of this shape.</exception>
    public static JsonBody<T> Parse<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type, Func<T, bool> needsDigest) =>
        Parse(body, json => Deserialize(json, type), needsDigest);

    private static JsonBody<T> Parse<T>(ReadOnlySpan<byte> body, BodyReader<T> read, Func<T, bool> needsDigest)
    {
        if (body.IsEmpty)
            throw new TokenrillException(ErrorCode.InvalidRequest, "The request needs a JSON body.");
        // Here, because members that are passed on as they came are looked at by nobody else.
        if (!Utf8.IsValid(body))
            throw new TokenrillException(ErrorCode.InvalidRequest, "The request body is not UTF-8.");
        var value = read(body.StartsWith("\uFEFF"u8) ? body["\uFEFF"u8.Length..] : body);
        return new(value, needsDigest(value) ? Convert.ToHexStringLower(SHA256.HashData(body)) : null);
    }

    /// <summary>JSON as <typeparamref name="T"/>.</summary>
    /// <exception cref="TokenrillException">Not JSON, or not of this shape; the field says where.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            var value = JsonSerializer.Deserialize(ref reader, type)
                ?? throw new TokenrillException(ErrorCode.InvalidRequest, "The request body must be a JSON object, not null.");
            if (reader.Read())
                throw new TokenrillException(ErrorCode.InvalidRequest, "The request body has more after its JSON object.");
            return value;
        }
        catch (JsonException exception)
        {
            throw Describe(exception);
        }
    }

    /// <summary>Says where the fault is, without quoting types of ours or content of theirs.</summary>
    private static TokenrillException Describe(JsonException exception)
    {
        var field = exception.Path is ['$', '.', .. var path] ? path : null;
        var place = exception.LineNumber is { } line ? $" (line {line + 1}, byte {(exception.BytePositionInLine ?? 0) + 1})" : "";
        var what = exception.Message switch
        {
            var text when text.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => "is not known here; it was refused rather than ignored, because it may change what is meant",
            var text when text.Contains("missing required properties", StringComparison.Ordinal) => "lacks a required member: " + text[(text.LastIndexOf(':') + 1)..].Trim().TrimEnd('.'),
            var text when text.Contains("could not be converted", StringComparison.Ordinal) => "has the wrong type or value",
            var text when text.Contains("Duplicate property", StringComparison.Ordinal) => "is there twice",
            _ => "is not valid JSON",
        };
        return new TokenrillException(ErrorCode.InvalidRequest, $"{field ?? "The request body"}: {what}{place}.", exception) { Field = field };
    }

    private static TokenrillException TooLarge(int mostBytes) =>
        new(ErrorCode.RequestTooLarge, $"The request body is larger than {mostBytes} bytes.");
}
