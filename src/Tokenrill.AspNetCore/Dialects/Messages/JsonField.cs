using System.Text.Json;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>A piece of a request's JSON that knows where it stands, so that every fault can name its place.</summary>
/// <remarks>The place is put together only when somebody asks for it: nearly every piece is right.</remarks>
internal readonly struct JsonField
{
    private const int NoIndex = -1;

    private readonly string _base;
    private readonly int _index;
    private readonly string? _name;

    /// <summary>A piece.</summary>
    /// <param name="value">The JSON.</param>
    /// <param name="path">Where it stands, for example <c>messages[0].content</c>.</param>
    public JsonField(JsonElement value, string path)
        : this(value, path, NoIndex, null)
    {
    }

    private JsonField(JsonElement value, string @base, int index, string? name)
    {
        Value = value;
        _base = @base;
        _index = index;
        _name = name;
    }

    /// <summary>The members of a request's body. JSON's null counts as absent.</summary>
    /// <exception cref="TokenrillException">It is no object.</exception>
    public static IEnumerable<JsonField> MembersOf(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
            throw new TokenrillException(ErrorCode.InvalidRequest, "The request body must be a JSON object.");
        return body.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => new JsonField(member.Value, member.Name));
    }

    /// <summary>The JSON.</summary>
    public JsonElement Value { get; }

    /// <summary>Where it stands, for example <c>messages[0].content</c>.</summary>
    public string Path => (_index, _name) switch
    {
        (NoIndex, null) => _base,
        (NoIndex, _) => $"{_base}.{_name}",
        (_, null) => $"{_base}[{_index}]",
        _ => $"{_base}[{_index}].{_name}",
    };

    /// <summary>A member; null when it is absent or JSON's null.</summary>
    public JsonField? Find(string name)
    {
        EnsureKind(JsonValueKind.Object, "an object");
        return Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? Member(name, member) : null;
    }

    /// <summary>A member that must be there.</summary>
    public JsonField Require(string name) => Find(name) ?? throw TokenrillException.Invalid($"{Path}.{name}", "is required");

    /// <summary>A member by any name.</summary>
    public JsonField Member(string name, JsonElement member) => _name is null ? new(member, _base, _index, name) : new(member, Path, NoIndex, name);

    /// <summary>The items of an array.</summary>
    public IEnumerable<JsonField> Items()
    {
        EnsureKind(JsonValueKind.Array, "an array");
        return ItemsOf(Value, Path);
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
                throw Member(member.Name, member.Value).Unknown();
    }

    /// <summary>The fault of a member that a shape does not have.</summary>
    public TokenrillException Unknown() => Invalid("is not known here; it was refused rather than ignored, because it may change what is meant");

    /// <summary>A fault of this piece; the message says what would be right.</summary>
    public TokenrillException Invalid(string message) => TokenrillException.Invalid(Path, message);

    private static IEnumerable<JsonField> ItemsOf(JsonElement array, string path)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
            yield return new JsonField(item, path, index++, null);
    }

    private void EnsureKind(JsonValueKind kind, string name)
    {
        if (Value.ValueKind != kind)
            throw Invalid($"must be {name}");
    }
}
