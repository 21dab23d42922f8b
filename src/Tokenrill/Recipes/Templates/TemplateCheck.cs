using System.Text.RegularExpressions;

namespace Tokenrill.Recipes.Templates;

/// <summary>What a template may hold, of all that Handlebars knows: variables that are declared, <c>if</c> and <c>unless</c>
/// around them with <c>else</c>, and comments. So a template reaches nothing but the values it is given.</summary>
internal sealed partial class TemplateCheck(TemplateText template, IReadOnlyCollection<string> names)
{
    private const string Known = "a template may hold {{variable}}, {{#if variable}} … {{else}} … {{/if}}, {{#unless variable}} … {{/unless}} and {{! comment}}";

    // No template needs a thousandth of it.
    private const int MostMilliseconds = 1000;

    private readonly Stack<(string Word, int At, bool HasElse)> _blocks = [];

    /// <summary>Words that mean something to Handlebars and so cannot name a variable.</summary>
    public static readonly IReadOnlySet<string> Reserved = new HashSet<string>(["if", "unless", "else", "each", "with", "lookup", "log", "this", "true", "false", "null", "undefined"], StringComparer.Ordinal);

    /// <summary>Finds every fault there is.</summary>
    public void Run()
    {
        var text = template.Text;
        var at = 0;
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            if (Tag().Match(text, at) is not { Success: true } tag)
            {
                template.Fault(at, "\"{{\" has no \"}}\" behind it");
                return;
            }
            if (at > 0 && text[at - 1] == '\\')
                template.Fault(at - 1, "a \"\\\" before \"{{\" is not known here: \"{{\" always begins a tag");
            Take(tag, at);
            at += tag.Length;
        }
        foreach (var block in _blocks)
            template.Fault(block.At, $"{{{{#{block.Word}}}}} has no {{{{/{block.Word}}}}}");
    }

    private void Take(Match tag, int at)
    {
        if (tag.Groups["comment"].Success)
            return;
        var content = tag.Groups["content"].Value.Trim();
        if (content == "else")
            Else(at);
        else if (Name().IsMatch(content))
            EnsureDeclared(content, at);
        else if (Opening().Match(content) is { Success: true } opening)
            Open(opening.Groups["word"].Value, opening.Groups["name"].Value, at);
        else if (Closing().Match(content) is { Success: true } closing)
            Close(closing.Groups["word"].Value, at);
        else
            template.Fault(at, $"{{{{{content}}}}} is not known here; {Known}");
    }

    private void Open(string word, string name, int at)
    {
        EnsureDeclared(name, at);
        _blocks.Push((word, at, false));
    }

    private void Close(string word, int at)
    {
        if (!_blocks.TryPeek(out var block) || block.Word != word)
            template.Fault(at, _blocks.Count == 0 ? $"{{{{/{word}}}}} ends nothing that was begun" : $"{{{{/{word}}}}} stands where {{{{/{block.Word}}}}} would be right");
        else
            _blocks.Pop();
    }

    private void Else(int at)
    {
        if (!_blocks.TryPop(out var block))
        {
            template.Fault(at, "{{else}} stands in no {{#if}} or {{#unless}}");
            return;
        }
        if (block.HasElse)
            template.Fault(at, "a second {{else}}; a block has one");
        _blocks.Push(block with { HasElse = true });
    }

    private void EnsureDeclared(string name, int at)
    {
        if (!names.Contains(name))
            template.Fault(at, $"\"{name}\" is not declared; there {(names.Count == 0 ? "are no variables" : $"are: {string.Join(", ", names)}")}");
    }

    [GeneratedRegex(@"\G\{\{~?(?:(?<comment>!--.*?--|!(?!--)[^}]*)|(?<triple>\{)?(?<content>[^{}~]*)(?(triple)\}))~?\}\}", RegexOptions.Singleline, MostMilliseconds)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^[a-z][a-z0-9_]*\z", RegexOptions.None, MostMilliseconds)]
    public static partial Regex Name();

    [GeneratedRegex(@"^#\s*(?<word>if|unless)\s+(?<name>[a-z][a-z0-9_]*)\z", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^/\s*(?<word>if|unless)\z", RegexOptions.None, MostMilliseconds)]
    private static partial Regex Closing();
}
