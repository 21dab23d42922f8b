using Tokenrill.Recipes.Templates;
using Tokenrill.Recipes.Yaml;

namespace Tokenrill.Recipes.Files;

/// <summary>Reads the stages of a pipeline. Whether their recipes exist is asked when all files are read.</summary>
internal sealed class StageReader(RecipeFaults faults, IReadOnlyList<string> lines, IReadOnlyCollection<string> variables)
{
    private const int Most = 16;

    // What the templates of the next stage may name: the pipeline's variables, and the answers before it.
    private readonly List<string> _names = [.. variables];

    public IReadOnlyList<RecipeStage> Read(Node node)
    {
        if (node is not ListNode { Items.Count: > 0 and <= Most } list)
        {
            faults.Add(node, $"stages: must be a list of 1 to {Most} stages, each such as {{ recipe: rephrase, with: {{ prompt: \"{{{{prompt}}}}\" }} }}");
            return [];
        }
        var stages = new List<RecipeStage>();
        foreach (var item in list.Items)
        {
            if (item is not MapNode map)
                faults.Add(item, "a stage must be a mapping: recipe, with, as");
            else if (ReadOne(map) is { } stage)
                stages.Add(stage);
        }
        return stages;
    }

    private RecipeStage? ReadOne(MapNode map)
    {
        var fields = new MapFields(map, faults, "recipe", "with", "as", "must_begin_with");
        var recipe = fields.TextNode("recipe", isRequired: true);
        var with = ReadWith(fields.Find("with"));
        var answer = fields.TextNode("as") ?? recipe;
        var beginning = fields.TextNode("must_begin_with");
        if (recipe is null || answer is null)
            return null;
        if (!TemplateCheck.Name().IsMatch(answer.Text) || TemplateCheck.Reserved.Contains(answer.Text))
            faults.Add(answer, $"\"{answer.Text}\" cannot name a variable; a name is lower-case letters, digits and \"_\", the first a letter, and no word of templates");
        else if (_names.Contains(answer.Text))
            faults.Add(answer, $"there is a variable \"{answer.Text}\" already; give the answer of this stage another name with \"as\"");
        if (beginning is not null && string.IsNullOrWhiteSpace(beginning.Text))
            faults.Add(beginning, "must_begin_with: must not be empty; leave it out where an answer may begin anyhow");
        _names.Add(answer.Text);
        return new RecipeStage(recipe, answer.Text, with) { MustBeginWith = beginning?.Text };
    }

    private List<(TextNode, RecipeTemplate)> ReadWith(Node? node)
    {
        var with = new List<(TextNode Variable, RecipeTemplate)>();
        if (node is not null and not MapNode)
            faults.Add(node, "with: must be a mapping of the recipe's variables to templates");
        foreach (var (key, value) in (node as MapNode)?.Members ?? [])
        {
            if (with.Exists(item => item.Variable.Text == key.Text))
                faults.Add(key, $"\"{key.Text}\" is there twice");
            else if (value is TextNode text)
                with.Add((key, RecipeTemplate.Read(new TemplateText(text, lines, faults), [.. _names])));
            else
                faults.Add(value, $"{key.Text}: must be a text, which may hold {{{{variable}}}}");
        }
        return with;
    }
}
