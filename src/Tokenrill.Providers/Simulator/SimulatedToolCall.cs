using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tokenrill.Providers.Simulator;

/// <summary>The call with which <c>sim/tools</c> ends: of the tool that was asked for, or the first there is, with
/// arguments that have the shape its schema wants.</summary>
internal sealed class SimulatedToolCall
{
    /// <summary>How many bytes of arguments come at once: few enough to cut names, numbers and characters apart.</summary>
    private const int Fragment = 5;

    private SimulatedToolCall(ulong seed, ToolDefinition? tool)
    {
        Id = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"call_sim_{seed:x16}"));
        Name = Encoding.UTF8.GetBytes(tool?.Name ?? "simulated_lookup");
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
            SimulatedArguments.Write(writer, tool is null ? null : tool.Parameters);
        Arguments = [.. json.WrittenMemory.ToArray().Chunk(Fragment)];
    }

    public byte[] Id { get; }

    public byte[] Name { get; }

    /// <summary>The arguments' JSON in pieces.</summary>
    public byte[][] Arguments { get; }

    /// <summary>The call that answers <paramref name="request"/>. None when tools are not to be called, and none when the
    /// last message is already a tool's: a loop that goes on as long as tools are called must come to its end.</summary>
    public static SimulatedToolCall? For(ModelRequest request, ulong seed) =>
        request.Messages[^1].Role == ChatRole.Tool || request.ToolChoice is { ValueKind: JsonValueKind.String } choice && choice.ValueEquals("none")
            ? null
            : new SimulatedToolCall(seed, Choose(request));

    /// <summary>Whether the request's <c>tool_choice</c> can be followed.</summary>
    public static bool CanChoose(ModelRequest request) =>
        request.Tools is { Count: > 0 } && (request.ToolChoice is { ValueKind: JsonValueKind.String } choice
            ? choice.GetString() is "auto" or "none" or "required"
            : Choose(request) is not null);

    private static ToolDefinition? Choose(ModelRequest request) => request.ToolChoice is { ValueKind: JsonValueKind.Object } choice
        ? request.Tools?.FirstOrDefault(tool => choice.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.ValueEquals(tool.Name))
        : request.Tools is [var first, ..] ? first : null;
}
