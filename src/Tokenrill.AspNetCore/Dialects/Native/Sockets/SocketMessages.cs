using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Native.Sockets;

/// <summary>Starts a generation and follows it.</summary>
internal sealed record StartMessage : GenerationBody
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }
}

/// <summary>Follows a generation from behind an event; one that is followed already is followed from there instead.</summary>
internal sealed record ReadMessage
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("generation")]
    public required string Generation { get; init; }

    [JsonPropertyName("after")]
    public int After { get; init; }
}

/// <summary>Stops a generation; without a name the one that this socket took up last.</summary>
internal sealed record StopMessage
{
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    [JsonPropertyName("generation")]
    public string? Generation { get; init; }
}
