using System.Text.Json;

namespace Tokenrill.Signals;

/// <summary>Finds the objects in a model's answer that may be signals.</summary>
/// <remarks>Every whole JSON object and array is looked into; where one is broken or cut off, those inside it are. So prose,
/// code fences, an array that should have been an object and an end that is missing need no rules of their own.</remarks>
internal sealed class SignalItems
{
    // Together they bound the work: each broken value costs a look at all that follows it. Twenty signals have 40 KB at most.
    private const int MostBytes = 256 << 10, MostBroken = 256;

    private static readonly JsonReaderOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    private readonly List<JsonElement> _items = [];
    private int _whole;
    private int _broken;
    private bool _isAnswer;

    private SignalItems()
    {
    }

    /// <summary>What may be signals, in the order in which they stand.</summary>
    public IReadOnlyList<JsonElement> Items => _items;

    /// <summary>Why the answer is none; null when it is one, also one that says there are no signals.</summary>
    public string? Failure => (_items.Count > 0 || _isAnswer, _broken, _whole) switch
    {
        (true, _, _) => null,
        (_, > 0, _) => "its JSON is broken, or cut off before the end of the first item",
        (_, _, > 0) => "its JSON holds no signals",
        _ => "it holds no JSON",
    };

    /// <summary>Looks through an answer, at most its first 256 KiB.</summary>
    public static SignalItems Find(ReadOnlySpan<byte> utf8)
    {
        var items = new SignalItems();
        var rest = utf8[..Math.Min(utf8.Length, MostBytes)];
        while (items._broken < MostBroken && rest.IndexOfAny("{["u8) is var start and >= 0)
        {
            rest = rest[start..];
            rest = rest[items.Take(rest)..];
        }
        return items;
    }

    /// <summary>Takes the value that stands at the start, if it is whole.</summary>
    /// <returns>How many bytes are done with.</returns>
    private int Take(ReadOnlySpan<byte> json)
    {
        // Not the final block, so that an end that is missing is no exception.
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(Tolerant));
        if (!TryParse(ref reader, out var value))
        {
            _broken++;
            return 1;
        }
        _whole++;
        Collect(value);
        // Behind something broken, "{}" may be a piece of a text that was cut off.
        _isAnswer |= _broken == 0 && IsEmpty(value);
        return (int)reader.BytesConsumed;
    }

    private static bool TryParse(ref Utf8JsonReader reader, out JsonElement value)
    {
        try
        {
            var isWhole = JsonElement.TryParseValue(ref reader, out var parsed);
            value = parsed.GetValueOrDefault();
            return isWhole;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    private void Collect(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
                Collect(item);
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.Find("signals") is { } signals)
            {
                _isAnswer = true;
                Collect(signals);
            }
            else if (value.Find("kind") is not null || value.Find("text") is not null)
            {
                _items.Add(value);
            }
            else
            {
                foreach (var member in value.EnumerateObject())
                    Collect(member.Value);
            }
        }
    }

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.GetArrayLength() == 0 : value.GetPropertyCount() == 0;
}
