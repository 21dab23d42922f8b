using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>Numbers that may be absent, null or of another type.</summary>
internal static class JsonNumbers
{
    /// <summary>The value of the property that the reader stands on; null when it is no 32-bit integer.</summary>
    public static int? ReadInt32(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value))
            return value;
        reader.Skip();
        return null;
    }
}
