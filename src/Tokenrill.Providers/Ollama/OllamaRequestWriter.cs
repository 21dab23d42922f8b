using System.Buffers;
using System.Text.Json;
using Tokenrill.Providers.OpenAI;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.Ollama;

/// <summary>The body of <c>POST /api/chat</c>, of a request that <see cref="OllamaSupport"/> has let through.</summary>
internal static class OllamaRequestWriter
{
    public static void Write(IBufferWriter<byte> buffer, ModelRequest request)
    {
        var writer = RequestMembers.Begin(buffer);
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        OllamaMessageWriter.Write(writer, request.Messages);
        writer.WriteBoolean("stream"u8, true);
        WriteTools(writer, request);
        WriteFormat(writer, request.ResponseFormat);
        WriteThink(writer, request.Extra);
        WriteOptions(writer, request);
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteTools(Utf8JsonWriter writer, ModelRequest request)
    {
        // A model that is not told of its tools calls none: the only way here to say "none".
        if (request.Tools is not { Count: > 0 } tools || (request.ToolChoice is { } choice && OllamaSupport.IsString(choice, "none")))
            return;
        writer.WriteStartArray("tools"u8);
        foreach (var tool in tools)
            OpenAIRequestWriter.WriteTool(writer, tool);
        writer.WriteEndArray();
    }

    private static void WriteFormat(Utf8JsonWriter writer, JsonElement? responseFormat)
    {
        if (responseFormat is not { ValueKind: JsonValueKind.Object } format)
            return;
        if (OllamaSupport.TryGetSchema(format, out var schema))
            RequestMembers.WriteRaw(writer, "format", schema);
        else if (format.TryGetProperty("type", out var type) && OllamaSupport.IsString(type, "json_object"))
            writer.WriteString("format"u8, "json"u8);
    }

    private static void WriteThink(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement> extra)
    {
        if (!extra.TryGetValue(OllamaSupport.ReasoningEffort, out var effort) || OllamaSupport.IsNull(effort))
            return;
        if (OllamaSupport.IsString(effort, "none"))
            writer.WriteBoolean("think"u8, false);
        else if (OllamaSupport.IsString(effort, "minimal"))
            writer.WriteString("think"u8, "low"u8);
        else
            RequestMembers.WriteRaw(writer, "think", effort);
    }

    private static void WriteOptions(Utf8JsonWriter writer, ModelRequest request)
    {
        writer.WriteStartObject("options"u8);
        RequestMembers.WriteSampling(writer, request, "num_predict");
        foreach (var (name, value) in request.Extra)
            if (OllamaSupport.OptionMembers.Contains(name) && !OllamaSupport.IsNull(value))
                RequestMembers.WriteRaw(writer, name, value);
        writer.WriteEndObject();
    }
}
