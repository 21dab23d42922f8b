using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>Reads the body of a chat completion: https://platform.openai.com/docs/api-reference/chat/create</summary>
/// <remarks>JSON's null counts as absent, as it does at OpenAI.</remarks>
internal sealed class ChatCompletionReader
{
    private string _model = ModelCatalog.DefaultAlias;
    private IReadOnlyList<ChatMessage> _messages = [];
    private int? _maxTokens;
    private double? _temperature, _topP;
    private IReadOnlyList<string>? _stop;
    private long? _seed;
    private IReadOnlyList<ToolDefinition>? _tools;
    private JsonElement? _toolChoice, _responseFormat;
    private Dictionary<string, JsonElement>? _extra;
    private IReadOnlyDictionary<string, string>? _metadata;
    private JsonField? _streamOptions;
    private bool _stream;

    private ChatCompletionReader()
    {
    }

    /// <summary>What the bytes of a body ask for.</summary>
    /// <exception cref="TokenrillException">Not JSON, or something is wrong or cannot be had; the field says what.</exception>
    public static ChatCompletionRequest Read(ReadOnlySpan<byte> body) =>
        PlainChatCompletion.Read(body) ?? Read(JsonBody.Deserialize(body, BodyJson.Default.JsonElement));

    /// <summary>What a body asks for.</summary>
    /// <exception cref="TokenrillException">Something is wrong or cannot be had; the field says what.</exception>
    public static ChatCompletionRequest Read(JsonElement body)
    {
        var reader = new ChatCompletionReader();
        foreach (var member in JsonField.MembersOf(body))
            reader.Take(member);
        return reader.Finish();
    }

    private void Take(JsonField field)
    {
        switch (field.Path)
        {
            case "model":
                _model = field.Text();
                break;
            case "messages":
                _messages = ReadMessages(field);
                break;
            case "stream":
                _stream = field.Flag();
                break;
            case "stream_options":
                _streamOptions = field;
                break;
            case "max_tokens" or "max_completion_tokens":
                if (_maxTokens is not null)
                    throw field.Invalid("give either max_tokens or max_completion_tokens");
                _maxTokens = field.Count();
                break;
            case "temperature":
                _temperature = field.Number();
                break;
            case "top_p":
                _topP = field.Number();
                break;
            case "stop":
                _stop = ReadStop(field);
                break;
            case "seed":
                _seed = field.Whole();
                break;
            case "tools":
                _tools = ToolDefinitionReader.Read(field.Value, field.Path, UnknownMembers.Refuse);
                break;
            case "tool_choice":
                _toolChoice = ReadToolChoice(field);
                break;
            case "response_format":
                _responseFormat = ReadResponseFormat(field);
                break;
            case "metadata":
                _metadata = ReadMetadata(field);
                break;
            default:
                if (SamplingMembers.Take(field))
                    (_extra ??= [])[field.Path] = field.Value;
                break;
        }
    }

    private ChatCompletionRequest Finish()
    {
        if (_toolChoice is not null && _tools is null)
            throw TokenrillException.Invalid("tool_choice", "needs tools to choose from");
        return ChatCompletionRequest.Of(ReadAsk(), _metadata, _stream, ReadIncludeUsage());
    }

    private ModelRequest ReadAsk()
    {
        var ask = new ModelRequest
        {
            Model = _model,
            Messages = _messages,
            MaxTokens = _maxTokens,
            Temperature = _temperature,
            TopP = _topP,
            Stop = _stop,
            Seed = _seed,
            Tools = _tools,
            ToolChoice = _toolChoice,
            ResponseFormat = _responseFormat,
        };
        return _extra is null ? ask : ask with { Extra = _extra };
    }

    private bool ReadIncludeUsage()
    {
        if (_streamOptions is not { } options)
            return false;
        if (!_stream)
            throw options.Invalid("belongs to a request with stream: true");
        options.EnsureOnly("include_usage", "include_obfuscation");
        if (options.Find("include_obfuscation") is { } obfuscation && obfuscation.Flag())
            throw obfuscation.Invalid("must be false; chunks are not padded here");
        return options.Find("include_usage")?.Flag() ?? false;
    }

    private static IReadOnlyList<ChatMessage> ReadMessages(JsonField field)
    {
        // Other members that the reader does not know are what clients echo from an answer, and mean nothing. These do.
        foreach (var message in field.Items())
            foreach (var name in (ReadOnlySpan<string>)["function_call", "audio"])
                if (message.Find(name) is { } member)
                    throw member.Invalid("cannot be carried; it was refused rather than dropped");
        return ChatMessageReader.Read(field.Value, field.Path, UnknownMembers.Ignore);
    }

    private static string[] ReadStop(JsonField field) =>
        field.Value.ValueKind == JsonValueKind.Array ? [.. field.Items().Select(item => item.Text())] : [field.Text()];

    private static JsonElement ReadToolChoice(JsonField field)
    {
        var valid = field.Value.ValueKind switch
        {
            JsonValueKind.String => field.Text() is "none" or "auto" or "required",
            JsonValueKind.Object => field.Require("type").Text() is "function" && field.Require("function").Require("name").Text().Length > 0,
            _ => false,
        };
        return valid ? field.Value : throw field.Invalid("must be none, auto, required, or an object of type function that names one");
    }

    /// <summary>Null for plain text, which is what every provider answers with unasked.</summary>
    private static JsonElement? ReadResponseFormat(JsonField field) => field.Require("type").Text() == "text" ? null : field.Value;

    private static Dictionary<string, string> ReadMetadata(JsonField field)
    {
        field.EnsureObject();
        return field.Value.EnumerateObject().ToDictionary(
            item => item.Name,
            item => field.Member(item.Name, item.Value).Text());
    }
}
