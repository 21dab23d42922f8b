using System.Text;
using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>What a provider said about an error, in whichever of the usual shapes:
/// <c>{"error":{"message","type","code"}}</c>, <c>{"error":"text"}</c>, <c>{"message","type","code"}</c>,
/// <c>{"detail":…}</c>, one of these in an array, or no JSON at all.</summary>
/// <param name="Message">The sentence, or the body as it stands.</param>
/// <param name="Type">The provider's class of errors.</param>
/// <param name="Code">The provider's code; numbers as text.</param>
internal sealed record ProviderErrorBody(string? Message, string? Type = null, string? Code = null)
{
    /// <summary>Reads a body; never throws.</summary>
    public static ProviderErrorBody Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return Read(document.RootElement) ?? Raw(body);
        }
        catch (Exception notJson) when (JsonFaults.IsOne(notJson))
        {
            return Raw(body);
        }
    }

    private static ProviderErrorBody Raw(ReadOnlySpan<byte> body) => new(Encoding.UTF8.GetString(body));

    private static ProviderErrorBody? Read(JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array && body.GetArrayLength() > 0)
            body = body[0];
        if (body.ValueKind != JsonValueKind.Object)
            return null;
        if (body.TryGetProperty("error", out var error))
        {
            if (error.ValueKind == JsonValueKind.Object)
                body = error;
            else if (error.ValueKind == JsonValueKind.String)
                return new(error.GetString(), Text(body, "type"), Text(body, "code"));
        }
        return new(Text(body, "message") ?? Text(body, "detail"), Text(body, "type"), Text(body, "code"));
    }

    private static string? Text(JsonElement body, string member)
    {
        if (!body.TryGetProperty(member, out var value))
            return null;
        return value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            _ => value.GetRawText(),
        };
    }
}
