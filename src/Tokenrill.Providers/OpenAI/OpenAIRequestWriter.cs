using System.Buffers;
using System.Text.Json;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.OpenAI;

/// <summary>The body of <c>POST /chat/completions</c>.</summary>
internal static class OpenAIRequestWriter
{
    public static void Write(IBufferWriter<byte> buffer, ModelRequest request, string maxTokensMember)
    {
        var writer = RequestMembers.Begin(buffer);
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        writer.WriteStartArray("messages"u8);
        foreach (var message in request.Messages)
            OpenAIMessageWriter.Write(writer, message);
        writer.WriteEndArray();
        writer.WriteBoolean("stream"u8, true);
        writer.WriteStartObject("stream_options"u8);
        writer.WriteBoolean("include_usage"u8, true);
        writer.WriteEndObject();
        RequestMembers.WriteSampling(writer, request, maxTokensMember);
        WriteTools(writer, request);
        foreach (var (name, value) in request.Extra)
            if (!IsWritten(name, request, maxTokensMember))
                RequestMembers.WriteRaw(writer, name, value);
        writer.WriteEndObject();
        writer.Flush();
    }

    private static void WriteTools(Utf8JsonWriter writer, ModelRequest request)
    {
        if (request.Tools is { Count: > 0 } tools)
        {
            writer.WriteStartArray("tools"u8);
            foreach (var tool in tools)
                WriteTool(writer, tool);
            writer.WriteEndArray();
        }
        if (request.ToolChoice is { } choice)
            RequestMembers.WriteRaw(writer, "tool_choice", choice);
        if (request.ResponseFormat is { } format)
            RequestMembers.WriteRaw(writer, "response_format", format);
    }

    /// <summary>Ollama takes tools in the same shape.</summary>
    public static void WriteTool(Utf8JsonWriter writer, ToolDefinition tool)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, tool.Name);
        if (tool.Description is not null)
            writer.WriteString("description"u8, tool.Description);
        if (tool.Parameters is { } parameters)
            RequestMembers.WriteRaw(writer, "parameters", parameters);
        if (tool.Strict is { } strict)
            writer.WriteBoolean("strict"u8, strict);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>A member twice is ambiguous; ours counts. Whether and how to stream is never the client's to say here.</summary>
    private static bool IsWritten(string name, ModelRequest request, string maxTokensMember) => name switch
    {
        "model" or "messages" or "stream" or "stream_options" => true,
        "temperature" => request.Temperature is not null,
        "top_p" => request.TopP is not null,
        "seed" => request.Seed is not null,
        "stop" => request.Stop is { Count: > 0 },
        "tools" => request.Tools is { Count: > 0 },
        "tool_choice" => request.ToolChoice is not null,
        "response_format" => request.ResponseFormat is not null,
        _ => name == maxTokensMember && request.MaxTokens is not null,
    };
}
