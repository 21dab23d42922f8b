using Tokenrill.Recipes.Templates;
using Tokenrill.Recipes.Yaml;

namespace Tokenrill.Recipes.Files;

/// <summary>Reads the variables of a recipe.</summary>
internal sealed class VariableReader
{
    private const int MostChoices = 256;

    private readonly RecipeFaults _faults;
    private readonly MapFields _fields;
    private readonly TextNode _name;

    private VariableReader(TextNode name, MapNode map, RecipeFaults faults)
    {
        _name = name;
        _faults = faults;
        _fields = new MapFields(map, faults, "type", "description", "required", "default", "max_length", "min", "max", "of");
    }

    /// <summary>All of them. One with faults is among them, so that templates that name it have no fault of their own.</summary>
    public static IReadOnlyList<RecipeVariable> Read(Node? node, RecipeFaults faults)
    {
        if (node is null)
            return [];
        if (node is not MapNode map)
        {
            faults.Add(node, "variables: must be a mapping of names to what they may be, such as text: { type: text }");
            return [];
        }
        var variables = new List<RecipeVariable>();
        foreach (var (name, value) in map.Members)
        {
            if (variables.Exists(variable => variable.Name == name.Text))
                faults.Add(name, $"\"{name.Text}\" is there twice");
            else
                variables.Add(ReadOne(name, value, faults));
        }
        return variables;
    }

    private static RecipeVariable ReadOne(TextNode name, Node value, RecipeFaults faults)
    {
        if (!TemplateCheck.Name().IsMatch(name.Text))
            faults.Add(name, $"\"{name.Text}\" cannot name a variable; a name is lower-case letters, digits and \"_\", the first a letter");
        else if (TemplateCheck.Reserved.Contains(name.Text))
            faults.Add(name, $"\"{name.Text}\" cannot name a variable: it is a word of templates");
        if (value is MapNode map)
            return new VariableReader(name, map, faults).Read();
        faults.Add(value, $"{name.Text}: must be a mapping with a type, such as {{ type: text }}");
        return new RecipeVariable(name.Text, VariableType.Text);
    }

    private RecipeVariable Read()
    {
        var type = ReadType();
        Only(type, VariableType.Text, "max_length");
        Only(type, VariableType.Number, "min");
        Only(type, VariableType.Number, "max");
        Only(type, VariableType.Choice, "of");
        if (type == VariableType.Choice)
            _fields.Require("of");
        var hasDefault = _fields.Has("default");
        var required = _fields.Flag("required");
        if (hasDefault && required == true)
            _faults.Add(_fields.Find("required")!, "required: a variable with a default is not required; leave one of the two out");
        var variable = new RecipeVariable(_name.Text, type ?? VariableType.Text)
        {
            Description = _fields.Text("description")?.Trim(),
            IsRequired = required ?? !hasDefault,
            MaxLength = (int?)_fields.Whole("max_length", 1, int.MaxValue),
            Min = _fields.Number("min"),
            Max = _fields.Number("max"),
            Of = _fields.Texts("of", MostChoices) ?? [],
        };
        if (variable.Min > variable.Max)
            _faults.Add(_fields.Find("min")!, "min: must not be more than max");
        return type is null || !hasDefault ? variable : variable with { Default = ReadDefault(variable) };
    }

    private VariableType? ReadType()
    {
        if (_fields.TextNode("type", isRequired: true) is not { } node)
            return null;
        foreach (var type in Enum.GetValues<VariableType>())
            if (type.WireName() == node.Text)
                return type;
        _faults.Add(node, "type: must be text, number, flag or choice");
        return null;
    }

    private void Only(VariableType? type, VariableType owner, string key)
    {
        if (type is { } known && known != owner && _fields.Find(key) is { } node)
            _faults.Add(node, $"{key}: belongs to a variable of type {owner.WireName()}");
    }

    private object? ReadDefault(RecipeVariable variable)
    {
        var before = _faults.Count;
        object? value = variable.Type switch
        {
            VariableType.Number => _fields.Number("default"),
            VariableType.Flag => _fields.Flag("default"),
            _ => _fields.Text("default"),
        };
        if (_faults.Count == before && VariableValue.Fault(variable, value, out _) is { } fault && !(variable.Type == VariableType.Choice && variable.Of.Count == 0))
            _faults.Add(_fields.Find("default")!, $"default: {fault}");
        return value;
    }
}
