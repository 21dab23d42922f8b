using System.Text.Json;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>A piece of a request's JSON that knows where it stands, so that every fault can name its place.</summary>
/// <param name="Value">The JSON.</param>
/// <param name="Path">Where it stands, for example <c>messages[0].content</c>.</param>
internal readonly record struct JsonField(JsonElement Value, string Path)
{
    /// <summary>A member; null when it is absent or JSON's null.</summary>
    public JsonField? Find(string name)
    {
        EnsureKind(JsonValueKind.Object, "an object");
        return Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? new(member, $"{Path}.{name}") : null;
    }

    /// <summary>A member that must be there.</summary>
    public JsonField Require(string name) => Find(name) ?? throw TokenrillException.Invalid($"{Path}.{name}", "is required");

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonField> Items()
    {
        EnsureKind(JsonValueKind.Array, "an array");
        var path = Path;
        return Value.EnumerateArray().Select((item, index) => new JsonField(item, $"{path}[{index}]"));
    }

    /// <summary>The text of a string.</summary>
    public string Text()
    {
        EnsureKind(JsonValueKind.String, "a string");
        try
        {
            return Value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid("holds half of a surrogate pair, which is no text");
        }
    }

    /// <summary>True or false.</summary>
    public bool Flag() =>
        Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? Value.GetBoolean() : throw Invalid("must be true or false");

    /// <summary>Refuses members by other names than these. Null counts as absent.</summary>
    public void EnsureOnly(params ReadOnlySpan<string> known)
    {
        EnsureKind(JsonValueKind.Object, "an object");
        foreach (var member in Value.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null && !known.Contains(member.Name))
                throw TokenrillException.Invalid($"{Path}.{member.Name}", "is not known here; it was refused rather than ignored, because it may change what is meant");
    }

    /// <summary>A fault of this piece; the message says what would be right.</summary>
    public TokenrillException Invalid(string message) => TokenrillException.Invalid(Path, message);

    private void EnsureKind(JsonValueKind kind, string name)
    {
        if (Value.ValueKind != kind)
            throw Invalid($"must be {name}");
    }
}
