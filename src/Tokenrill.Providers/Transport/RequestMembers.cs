using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>Members of requests that providers write alike.</summary>
internal static class RequestMembers
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Begins a body. The writer is this thread's only one: to be flushed before the next begins.</summary>
    public static Utf8JsonWriter Begin(IBufferWriter<byte> body)
    {
        var writer = _writer ??= new Utf8JsonWriter(body, Options);
        writer.Reset(body);
        return writer;
    }

    /// <summary>How to sample. Everything but the token limit has the same name everywhere.</summary>
    public static void WriteSampling(Utf8JsonWriter writer, ModelRequest request, string maxTokensMember)
    {
        if (request.MaxTokens is { } maxTokens)
            writer.WriteNumber(maxTokensMember, maxTokens);
        if (request.Temperature is { } temperature)
            writer.WriteNumber("temperature"u8, temperature);
        if (request.TopP is { } topP)
            writer.WriteNumber("top_p"u8, topP);
        if (request.Seed is { } seed)
            writer.WriteNumber("seed"u8, seed);
        if (request.Stop is not { Count: > 0 } stops)
            return;
        writer.WriteStartArray("stop"u8);
        foreach (var stop in stops)
            writer.WriteStringValue(stop);
        writer.WriteEndArray();
    }

    /// <summary>As the client wrote it, to the digit: a number may not come back the same out of a double.</summary>
    public static void WriteRaw(Utf8JsonWriter writer, string name, JsonElement value)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
    }
}
