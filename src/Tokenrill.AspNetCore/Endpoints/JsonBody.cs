using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Tokenrill.AspNetCore.Endpoints;

/// <summary>Reads request bodies: bounded, and with faults that name the member that was wrong.</summary>
internal static class JsonBody
{
    /// <summary>The body as <typeparamref name="T"/>, and its bytes for whoever wants a digest of them.</summary>
    /// <exception cref="TokenrillException">Too large, not JSON, or not of this shape.</exception>
    public static async ValueTask<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type, int mostBytes)
    {
        var request = context.Request;
        if (request.ContentLength > mostBytes)
            throw TooLarge(mostBytes);
        var cancellationToken = context.RequestAborted;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.Length > mostBytes)
                throw TooLarge(mostBytes);
            if (read.IsCompleted)
            {
                try
                {
                    return Parse(buffer, type);
                }
                finally
                {
                    request.BodyReader.AdvanceTo(buffer.End);
                }
            }
            request.BodyReader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static T Parse<T>(in ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
    {
        if (body.IsEmpty)
            throw new TokenrillException(ErrorCode.InvalidRequest, "The request needs a JSON body.");
        try
        {
            var reader = new Utf8JsonReader(body);
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
            _ => "is not valid JSON",
        };
        return new TokenrillException(ErrorCode.InvalidRequest, $"{field ?? "The request body"}: {what}{place}.", exception) { Field = field };
    }

    private static TokenrillException TooLarge(int mostBytes) =>
        new(ErrorCode.RequestTooLarge, $"The request body is larger than {mostBytes} bytes.");
}
