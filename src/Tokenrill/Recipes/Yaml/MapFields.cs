using System.Globalization;
using Tokenrill.Recipes.Files;

namespace Tokenrill.Recipes.Yaml;

/// <summary>The members of a mapping by their keys. Whatever is wrong with one is a fault, and the member counts as absent.</summary>
internal sealed class MapFields
{
    private readonly Dictionary<string, Node> _fields = [];
    private readonly MapNode _map;
    private readonly RecipeFaults _faults;

    public MapFields(MapNode map, RecipeFaults faults, params ReadOnlySpan<string> known)
    {
        _map = map;
        _faults = faults;
        foreach (var (key, value) in map.Members)
        {
            if (!known.Contains(key.Text))
                faults.Add(key, $"\"{key.Text}\" is not known here; there are: {string.Join(", ", known)}");
            else if (!_fields.TryAdd(key.Text, value))
                faults.Add(key, $"\"{key.Text}\" is there twice");
        }
    }

    public bool Has(string key) => _fields.ContainsKey(key);

    public Node? Find(string key) => _fields.GetValueOrDefault(key);

    /// <summary>A member that must be there: a fault when it is not.</summary>
    public Node? Require(string key)
    {
        if (Find(key) is { } node)
            return node;
        _faults.Add(_map, $"\"{key}\" is missing");
        return null;
    }

    public TextNode? TextNode(string key, bool isRequired = false)
    {
        var node = isRequired ? Require(key) : Find(key);
        if (node is null or TextNode { IsNull: false })
            return (TextNode?)node;
        _faults.Add(node, $"{key}: must be a text");
        return null;
    }

    public string? Text(string key) => TextNode(key)?.Text;

    public bool? Flag(string key) => Plain(key) switch
    {
        "true" => true,
        "false" => false,
        null => null,
        _ => Wrong<bool>(key, "must be true or false, without quotes"),
    };

    public decimal? Number(string key)
    {
        if (Plain(key) is not { } text)
            return null;
        return TryNumber(text, out var number) ? number : Wrong<decimal>(key, "must be a number, without quotes");
    }

    /// <summary>A number within bounds.</summary>
    public double? Number(string key, double least, double most)
    {
        if (Number(key) is not { } number)
            return null;
        return (double)number >= least && (double)number <= most ? (double)number : Wrong<double>(key, string.Create(CultureInfo.InvariantCulture, $"must be from {least} to {most}"));
    }

    public long? Whole(string key, long least, long most)
    {
        if (Plain(key) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : Wrong<long>(key, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {most}, without quotes"));
    }

    /// <summary>A list of texts, none of them empty or there twice.</summary>
    public IReadOnlyList<string>? Texts(string key, int most)
    {
        if (Find(key) is not { } node)
            return null;
        if (node is not ListNode { Items.Count: > 0 } list || list.Items.Count > most)
        {
            _faults.Add(node, $"{key}: must be a list of 1 to {most} texts");
            return null;
        }
        var texts = new List<string>();
        foreach (var item in list.Items)
        {
            if (item is not TextNode { IsNull: false, Text.Length: > 0 } text)
                _faults.Add(item, $"{key}: each must be a text that is not empty");
            else if (texts.Contains(text.Text))
                _faults.Add(item, $"{key}: \"{text.Text}\" is there twice");
            else
                texts.Add(text.Text);
        }
        return texts.Count == list.Items.Count ? texts : null;
    }

    public static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private string? Plain(string key) => Find(key) switch
    {
        null => null,
        TextNode { IsPlain: true } text => text.Text,
        // No number and no flag, so that whoever asks says what would be right.
        _ => "",
    };

    private T? Wrong<T>(string key, string message) where T : struct
    {
        _faults.Add(_fields[key], $"{key}: {message}");
        return null;
    }
}
