using Tokenrill.Recipes.Files;
using Tokenrill.Recipes.Yaml;

namespace Tokenrill.Recipes.Templates;

/// <summary>The text of a template, and where each letter of it stands in its file.</summary>
internal sealed class TemplateText(TextNode node, IReadOnlyList<string> fileLines, RecipeFaults faults)
{
    /// <summary>Without the line break that ends a block: it belongs to YAML and not to the prompt.</summary>
    public string Text { get; } = node.Text.TrimEnd('\n');

    /// <summary>A fault at a place of the text.</summary>
    public void Fault(int at, string message)
    {
        if (!node.IsLiteral)
        {
            faults.Add(node, message);
            return;
        }
        var before = Text.AsSpan(0, at);
        var row = before.Count('\n');
        var begin = before.LastIndexOf('\n') + 1;
        var end = Text.IndexOf('\n', begin);
        // A block begins in the line behind its sign, and each of its lines ends as the file's does, behind the indent.
        var line = node.Line + 1 + row;
        var indent = fileLines[line - 1].Length - ((end < 0 ? Text.Length : end) - begin);
        faults.Add(line, indent + at - begin + 1, message);
    }
}
