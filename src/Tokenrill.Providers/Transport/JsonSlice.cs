using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>A string, or any other JSON value as it stands, kept until its neighbours are known.</summary>
internal readonly ref struct JsonSlice
{
    private readonly ReadOnlySpan<byte> _raw;
    private readonly bool _isEscaped;

    private JsonSlice(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        _raw = raw;
        _isEscaped = isEscaped;
    }

    /// <summary>Moves on to the value of the property that the reader stands on, and past it.</summary>
    /// <param name="json">All that the reader reads.</param>
    /// <param name="reader">Stands on the property's name.</param>
    /// <returns>A string's inside; an object or array as it stands; nothing for any other value.</returns>
    public static JsonSlice Take(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return new JsonSlice(reader.ValueSpan, reader.ValueIsEscaped);
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return new JsonSlice(json[start..(int)reader.BytesConsumed], false);
            default:
                return default;
        }
    }

    /// <summary>The value, unescaped by <paramref name="text"/> if it must be.</summary>
    public ReadOnlySpan<byte> Read(JsonTextReader text) => text.Read(_raw, _isEscaped);
}
