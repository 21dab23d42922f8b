using System.Text.Json;

namespace Tokenrill.Models;

/// <summary>Who speaks.</summary>
public enum ChatRole
{
    /// <summary>The developer's instructions.</summary>
    System,
    /// <summary>The person.</summary>
    User,
    /// <summary>The model.</summary>
    Assistant,
    /// <summary>A tool, answering a call.</summary>
    Tool,
}

/// <summary>One message of the conversation that a model is asked to continue.</summary>
public sealed record ChatMessage(ChatRole Role, string Content)
{
    /// <summary>The content in parts, when it is more than text; <see cref="Content"/> then holds the text parts joined.</summary>
    public IReadOnlyList<ContentPart>? Parts { get; init; }

    /// <summary>Of an assistant's message: the tools it wanted called.</summary>
    public IReadOnlyList<ToolCallContent>? ToolCalls { get; init; }

    /// <summary>Of a tool's message: the call it answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The speaker's name, where the client gave one.</summary>
    public string? Name { get; init; }

    /// <summary>Of an assistant's message: the reasoning that led to it, for providers that want it back.</summary>
    public string? Reasoning { get; init; }
}

/// <summary>A piece of a message's content.</summary>
public abstract record ContentPart;

/// <summary>Text.</summary>
public sealed record TextPart(string Text) : ContentPart;

/// <summary>An image, by address or as a <c>data:</c> URL.</summary>
/// <param name="Url">Where it is, or the image itself.</param>
/// <param name="Detail">OpenAI's <c>detail</c>, where the client gave one.</param>
public sealed record ImagePart(string Url, string? Detail = null) : ContentPart;

/// <summary>A tool call that an assistant's earlier message made.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">The arguments, JSON as the model wrote it.</param>
public sealed record ToolCallContent(string Id, string Name, string Arguments);

/// <summary>A tool the model may want called.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Parameters">A JSON schema of its arguments.</param>
/// <param name="Strict">Whether the arguments must match the schema, where the provider can promise that.</param>
public sealed record ToolDefinition(string Name, string? Description, JsonElement? Parameters, bool? Strict = null);
