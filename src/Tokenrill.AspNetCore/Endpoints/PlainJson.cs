using System.Text.Json;

namespace Tokenrill.AspNetCore.Endpoints;

/// <summary>Reads JSON whose shape is known and plain straight from its bytes: what nearly all clients send, without a document or a
/// serializer. Whatever else there is, and so every fault, makes it give up: then one of those reads it, and says what is wrong.</summary>
internal ref struct PlainJson(ReadOnlySpan<byte> json)
{
    private Utf8JsonReader _reader = new(json);
    private bool _gaveUp;

    /// <summary>Whether the JSON is one value that was read to its end.</summary>
    public bool IsRead => _reader.CurrentDepth == 0 && !Move() && !_gaveUp;

    /// <summary>This is not plain. Nothing more is found.</summary>
    public void GiveUp() => _gaveUp = true;

    /// <summary>Enters an object, or an array; false when there is none.</summary>
    public bool Enter(JsonTokenType start) => Move(start);

    /// <summary>Goes to the name of the object's next member; leaves the object when there is none.</summary>
    public bool NextMember() => Move() && (_reader.TokenType == JsonTokenType.PropertyName || Leave(JsonTokenType.EndObject));

    /// <summary>Enters the array's next object; leaves the array when there is none.</summary>
    public bool NextObject() => Move() && (_reader.TokenType == JsonTokenType.StartObject || Leave(JsonTokenType.EndArray));

    /// <summary>Whether the name, or the text, is this one.</summary>
    public bool Is(ReadOnlySpan<byte> text)
    {
        try
        {
            return _reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            GiveUp();
            return false;
        }
    }

    /// <summary>Goes to a member's value, a text to be compared by <see cref="Is"/>.</summary>
    public bool ToText() => Move(JsonTokenType.String);

    /// <summary>A member's text.</summary>
    public string? Text()
    {
        if (!ToText())
            return null;
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            GiveUp();
            return null;
        }
    }

    /// <summary>A member's true or false.</summary>
    public bool? Flag()
    {
        if (Move() && _reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return _reader.TokenType == JsonTokenType.True;
        GiveUp();
        return null;
    }

    /// <summary>A member's number.</summary>
    public double? Number()
    {
        if (Move(JsonTokenType.Number) && _reader.TryGetDouble(out var number) && double.IsFinite(number))
            return number;
        GiveUp();
        return null;
    }

    /// <summary>A member's whole number from 1.</summary>
    public int? Count()
    {
        if (Move(JsonTokenType.Number) && _reader.TryGetInt32(out var count) && count > 0)
            return count;
        GiveUp();
        return null;
    }

    private bool Move(JsonTokenType type)
    {
        if (Move() && _reader.TokenType == type)
            return true;
        GiveUp();
        return false;
    }

    private bool Move()
    {
        try
        {
            return !_gaveUp && _reader.Read();
        }
        catch (JsonException)
        {
            GiveUp();
            return false;
        }
    }

    /// <summary>False, and no longer plain where this is not the end.</summary>
    private bool Leave(JsonTokenType end)
    {
        _gaveUp |= _reader.TokenType != end;
        return false;
    }
}
