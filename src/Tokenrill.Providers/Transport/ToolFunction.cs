using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>The <c>function</c> of a tool call: <c>{"name":…,"arguments":…}</c>.</summary>
internal static class ToolFunction
{
    /// <summary>Reads the value of the property that the reader stands on, and moves past it. What is absent stays as it was.</summary>
    /// <param name="json">All that the reader reads.</param>
    /// <param name="reader">Stands on the property's name.</param>
    /// <param name="name">The tool's name, if it is there.</param>
    /// <param name="arguments">The arguments, or a piece of them, if they are there.</param>
    /// <returns>False when the value is no object.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ref JsonSlice name, ref JsonSlice arguments)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
                name = JsonSlice.Take(json, ref reader);
            else if (reader.ValueTextEquals("arguments"u8))
                arguments = JsonSlice.Take(json, ref reader);
            else
                reader.Skip();
        }
        return true;
    }
}
