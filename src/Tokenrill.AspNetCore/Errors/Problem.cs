using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Errors;

/// <summary>An error as RFC 9457 has it, with the members every error of this project has.</summary>
internal sealed record Problem
{
    /// <summary>Always <c>about:blank</c>: the code says what kind it is.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "about:blank";

    /// <summary>The HTTP status in words.</summary>
    [JsonPropertyName("title")]
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    [JsonPropertyName("status")]
    public required int Status { get; init; }

    /// <summary>A sentence for people, safe to show.</summary>
    [JsonPropertyName("detail")]
    public required string Detail { get; init; }

    /// <summary>The error code, for programs.</summary>
    [JsonPropertyName("code")]
    public required string Code { get; init; }

    /// <summary>The id under which the server's log holds the details.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>Whether the same request may succeed later.</summary>
    [JsonPropertyName("retryable")]
    public required bool Retryable { get; init; }

    /// <summary>The member of the request that was wrong.</summary>
    [JsonPropertyName("field")]
    public string? Field { get; init; }

    /// <summary>The generation that is in the way, or that failed.</summary>
    [JsonPropertyName("generation")]
    public string? Generation { get; init; }

    /// <summary>The problem that a request's error is.</summary>
    public static Problem Of(RequestError error)
    {
        var info = error.Error.Code.Info();
        return new()
        {
            Title = ReasonPhrases.GetReasonPhrase(error.Status),
            Status = error.Status,
            Detail = error.Error.Message,
            Code = info.Name,
            Id = error.Error.Id,
            Retryable = info.Retryable,
            Field = error.Field,
            Generation = error.Generation,
        };
    }
}

/// <summary>Errors as problem+json: what everybody gets who speaks no dialect with an opinion.</summary>
internal sealed class ProblemFormat : IErrorFormat
{
    public static readonly ProblemFormat Instance = new();

    public string ContentType => ContentTypes.Problem;

    public void Write(RequestError error, IBufferWriter<byte> output)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, Problem.Of(error), ProblemJson.Default.Problem);
    }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
