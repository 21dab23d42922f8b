using Tokenrill.Recipes.Files;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tokenrill.Recipes.Yaml;

/// <summary>Reads one YAML document into nodes. What it takes of YAML is what people write by hand: mappings, lists and
/// scalars. Anchors, tags and keys that are no text are faults.</summary>
internal sealed class NodeReader
{
    private const int Deepest = 16;

    private readonly Parser _parser;
    private readonly RecipeFaults _faults;

    private NodeReader(string text, RecipeFaults faults)
    {
        _parser = new Parser(new StringReader(text));
        _faults = faults;
    }

    /// <summary>The document; null when it is no YAML, or more or less than one document.</summary>
    public static Node? Read(string text, RecipeFaults faults)
    {
        try
        {
            return new NodeReader(text, faults).ReadDocument();
        }
        catch (YamlException exception)
        {
            faults.Add(LineOf(exception.Start), ColumnOf(exception.Start), $"this is no YAML: {exception.Message}");
            return null;
        }
    }

    private Node? ReadDocument()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
        {
            _faults.Add("is empty; it must hold a recipe");
            return null;
        }
        _parser.Consume<DocumentStart>();
        var node = ReadNode(1);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            _faults.Add(LineOf(second.Start), ColumnOf(second.Start), "a file holds one recipe; give the second document a file of its own");
        return node;
    }

    private Node ReadNode(int depth)
    {
        var start = _parser.Current!;
        var (line, column) = (LineOf(start.Start), ColumnOf(start.Start));
        if (depth > Deepest)
            throw new YamlException(start.Start, start.End, $"nothing in a recipe is nested deeper than {Deepest}");
        if (start is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
            _faults.Add(line, column, "anchors and tags are not known here; write the value out");
        if (_parser.TryConsume<Scalar>(out var scalar))
            return new TextNode(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain, scalar.Style == ScalarStyle.Literal);
        if (_parser.TryConsume<SequenceStart>(out _))
            return new ListNode(line, column, ReadItems(depth + 1));
        if (_parser.TryConsume<MappingStart>(out _))
            return new MapNode(line, column, ReadMembers(depth + 1));
        throw new YamlException(start.Start, start.End, "references to other places of the file (*name) are not known here; write the value out");
    }

    private List<Node> ReadItems(int depth)
    {
        var items = new List<Node>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode(depth));
        return items;
    }

    private List<(TextNode Key, Node Value)> ReadMembers(int depth)
    {
        var members = new List<(TextNode, Node)>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadNode(depth);
            var value = ReadNode(depth);
            if (key is TextNode text)
                members.Add((text, value));
            else
                _faults.Add(key, "a key must be a word");
        }
        return members;
    }

    private static int LineOf(in Mark mark) => (int)mark.Line;

    private static int ColumnOf(in Mark mark) => (int)mark.Column;
}
