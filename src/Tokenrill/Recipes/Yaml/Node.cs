namespace Tokenrill.Recipes.Yaml;

/// <summary>A piece of a YAML document that knows where it stands, so that every fault can say so.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal abstract record Node(int Line, int Column);

/// <summary>A scalar.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Text">What it says.</param>
/// <param name="IsPlain">Whether it has no quotes and is no block: only then it may mean a number or a flag.</param>
/// <param name="IsLiteral">Whether it is a block that keeps its lines (<c>|</c>), so that a line of it is a line of the file.</param>
internal sealed record TextNode(int Line, int Column, string Text, bool IsPlain, bool IsLiteral) : Node(Line, Column)
{
    public bool IsNull => IsPlain && Text is "" or "~" or "null";
}

/// <summary>A mapping, keys as they stand there, also those that are there twice.</summary>
internal sealed record MapNode(int Line, int Column, IReadOnlyList<(TextNode Key, Node Value)> Members) : Node(Line, Column);

/// <summary>A list.</summary>
internal sealed record ListNode(int Line, int Column, IReadOnlyList<Node> Items) : Node(Line, Column);
