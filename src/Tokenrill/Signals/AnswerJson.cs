using System.Text.Json;

namespace Tokenrill.Signals;

/// <summary>Looks into JSON that a model wrote. It may hold anything, also halves of surrogate pairs; nothing here throws.</summary>
internal static class AnswerJson
{
    /// <summary>A member of an object; null when there is none.</summary>
    public static JsonElement? Find(this JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A string's text, or a number as it was written; empty for anything else.</summary>
    public static string Text(this JsonElement json)
    {
        try
        {
            return json.ValueKind switch
            {
                JsonValueKind.String => json.GetString()!,
                JsonValueKind.Number => json.GetRawText(),
                _ => "",
            };
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
