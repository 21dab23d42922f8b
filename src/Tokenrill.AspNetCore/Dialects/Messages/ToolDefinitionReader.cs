using System.Text.Json;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>Reads tool definitions in OpenAI's shape, <c>{"type":"function","function":{"name",…}}</c>:
/// https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools</summary>
internal static class ToolDefinitionReader
{
    /// <summary>The tools of an array. Null when the array is empty: nobody has tools then.</summary>
    /// <exception cref="TokenrillException">Something is wrong; the field says where, from <paramref name="field"/> on.</exception>
    public static IReadOnlyList<ToolDefinition>? Read(JsonElement tools, string field, UnknownMembers unknown)
    {
        var all = new JsonField(tools, field).Items().Select(tool => ReadTool(tool, unknown)).ToArray();
        return all.Length > 0 ? all : null;
    }

    private static ToolDefinition ReadTool(JsonField tool, UnknownMembers unknown)
    {
        var type = tool.Require("type");
        if (type.Text() != "function")
            throw type.Invalid("must be function; other tools are not carried");
        var function = tool.Require("function");
        if (unknown == UnknownMembers.Refuse)
        {
            tool.EnsureOnly("type", "function");
            function.EnsureOnly("name", "description", "parameters", "strict");
        }
        return Read(function);
    }

    /// <summary>The function itself: <c>name</c>, <c>description</c>, <c>parameters</c>, <c>strict</c>. OpenAI's Responses
    /// API has these beside <c>type</c> instead of under <c>function</c>.</summary>
    public static ToolDefinition Read(JsonField function)
    {
        var name = function.Require("name");
        if (name.Text().Length == 0)
            throw name.Invalid("must not be empty");
        if (function.Find("parameters") is { Value.ValueKind: not JsonValueKind.Object } parameters)
            throw parameters.Invalid("must be an object, a JSON schema");
        return new(name.Text(), function.Find("description")?.Text(), function.Find("parameters")?.Value, function.Find("strict")?.Flag());
    }
}
