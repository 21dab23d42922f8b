using System.Text.Json;

namespace Tokenrill.Providers.Simulator;

/// <summary>Writes a value that has the shape a JSON schema asks for, as far as <c>type</c>, <c>enum</c>,
/// <c>properties</c> and <c>items</c> say.</summary>
internal static class SimulatedArguments
{
    private const int Deepest = 8;

    /// <summary>An object with every property of <paramref name="schema"/>; without one, an object with a query.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement? schema)
    {
        if (schema is { ValueKind: JsonValueKind.Object } shape && shape.TryGetProperty("properties", out _))
        {
            WriteObject(writer, shape, 0);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("query", "a simulated \u2603 query");
        writer.WriteEndObject();
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        writer.WriteStartObject();
        if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                writer.WritePropertyName(property.Name);
                WriteValue(writer, property.Value, depth + 1);
            }
        }
        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > Deepest)
        {
            writer.WriteNullValue();
            return;
        }
        if (schema.TryGetProperty("enum", out var options) && options.ValueKind == JsonValueKind.Array && options.GetArrayLength() > 0)
        {
            options[0].WriteTo(writer);
            return;
        }
        switch (TypeOf(schema))
        {
            case "object": WriteObject(writer, schema, depth); break;
            case "array": WriteArray(writer, schema, depth); break;
            case "integer": writer.WriteNumberValue(42); break;
            case "number": writer.WriteNumberValue(4.2); break;
            case "boolean": writer.WriteBooleanValue(true); break;
            case "null": writer.WriteNullValue(); break;
            default: writer.WriteStringValue("simulated \u2603"); break;
        }
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonElement schema, int depth)
    {
        writer.WriteStartArray();
        if (schema.TryGetProperty("items", out var items))
            WriteValue(writer, items, depth + 1);
        writer.WriteEndArray();
    }

    private static string? TypeOf(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out var type))
            return schema.TryGetProperty("properties", out _) ? "object" : null;
        // A type may be a list, such as ["string","null"].
        if (type.ValueKind == JsonValueKind.Array && type.GetArrayLength() > 0)
            type = type[0];
        return type.ValueKind == JsonValueKind.String ? type.GetString() : null;
    }
}
