using Tokenrill.Models;
using Tokenrill.Recipes.Templates;
using Tokenrill.Recipes.Yaml;

namespace Tokenrill.Recipes.Files;

/// <summary>Reads one recipe file and finds everything that is wrong with it.</summary>
internal sealed class RecipeFileReader
{
    private const int LongestName = 64, MostStops = 16;

    private readonly RecipeFaults _faults;
    private readonly string[] _lines;
    private readonly string _name;

    private RecipeFileReader(string file, string text)
    {
        _faults = new RecipeFaults(file);
        _lines = text.ReplaceLineEndings("\n").Split('\n');
        _name = Path.GetFileNameWithoutExtension(file);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Where it is, as faults are to name it; its name without <c>.yaml</c> is the recipe's.</param>
    /// <param name="text">What it says.</param>
    public static RecipeFile Read(string file, string text)
    {
        var reader = new RecipeFileReader(file, text);
        var recipe = reader.ReadDocument(text);
        return new RecipeFile(file, reader._name, reader._faults.Count == 0 ? recipe : null, reader._faults.All);
    }

    private Recipe? ReadDocument(string text)
    {
        switch (NodeReader.Read(text, _faults))
        {
            case null:
                return null;
            case MapNode map:
                return map.Members.Any(static member => member.Key.Text == "stages") ? ReadPipeline(map) : ReadRecipe(map);
            case var other:
                _faults.Add(other, "a recipe is a mapping: name, description, variables, user");
                return null;
        }
    }

    private Recipe ReadRecipe(MapNode map)
    {
        var fields = new MapFields(map, _faults, "name", "description", "variables", "model", "options", "system", "user");
        var recipe = ReadCommon(fields);
        var names = NamesOf(recipe);
        return recipe with
        {
            Model = ReadModel(fields),
            Options = ReadOptions(fields),
            System = ReadTemplate(fields.TextNode("system"), names),
            User = ReadTemplate(fields.TextNode("user", isRequired: true), names),
        };
    }

    private Recipe ReadPipeline(MapNode map)
    {
        foreach (var (key, _) in map.Members)
            if (key.Text is "system" or "user" or "model" or "options")
                _faults.Add(key, $"{key.Text}: belongs to a recipe with templates; a pipeline has it in the recipes of its stages");
        var fields = new MapFields(map, _faults, "name", "description", "variables", "stages", "system", "user", "model", "options");
        var recipe = ReadCommon(fields);
        return recipe with { Stages = new StageReader(_faults, _lines, NamesOf(recipe)).Read(fields.Find("stages")!) };
    }

    private Recipe ReadCommon(MapFields fields)
    {
        var name = fields.TextNode("name", isRequired: true);
        if (name is not null && name.Text != _name)
            _faults.Add(name, $"name: is \"{name.Text}\" in the file {_name}.yaml; the two must be the same");
        else if (name is not null && (name.Text.Length > LongestName || !TemplateCheck.Name().IsMatch(name.Text)))
            _faults.Add(name, $"name: must be up to {LongestName} lower-case letters, digits and \"_\", the first a letter");
        return new Recipe
        {
            Name = _name,
            Description = fields.TextNode("description", isRequired: true)?.Text.Trim() ?? "",
            Variables = VariableReader.Read(fields.Find("variables"), _faults),
        };
    }

    private RecipeTemplate? ReadTemplate(TextNode? node, IReadOnlyCollection<string> names) =>
        node is null ? null : RecipeTemplate.Read(new TemplateText(node, _lines, _faults), names);

    private string? ReadModel(MapFields fields)
    {
        var model = fields.TextNode("model");
        if (model is not null && string.IsNullOrWhiteSpace(model.Text))
            _faults.Add(model, "model: must be an alias or provider/model");
        return model?.Text;
    }

    private ModelRequest ReadOptions(MapFields fields)
    {
        var none = new ModelRequest { Model = "", Messages = [] };
        if (fields.Find("options") is not { } node)
            return none;
        if (node is not MapNode map)
        {
            _faults.Add(node, "options: must be a mapping: max_tokens, temperature, top_p, stop, seed");
            return none;
        }
        var options = new MapFields(map, _faults, "max_tokens", "temperature", "top_p", "stop", "seed");
        return none with
        {
            MaxTokens = (int?)options.Whole("max_tokens", 1, int.MaxValue),
            Temperature = options.Number("temperature", 0, 2),
            TopP = options.Number("top_p", 0, 1),
            Stop = options.Texts("stop", MostStops),
            Seed = options.Whole("seed", long.MinValue, long.MaxValue),
        };
    }

    private static string[] NamesOf(Recipe recipe) => [.. recipe.Variables.Select(static variable => variable.Name)];
}
