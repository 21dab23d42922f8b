using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>A generation as OpenAI's stream of chat completion chunks:
/// https://platform.openai.com/docs/api-reference/chat-streaming</summary>
/// <remarks>All that repeats in a stream is prepared once as bytes, so a token is four copies. A stream that does not
/// end with <c>completed</c> ends with an error and without <c>[DONE]</c>.</remarks>
internal sealed class ChatCompletionChunks(Generation generation, bool includeUsage) : IStreamEncoder
{
    private ChunkParts _parts = ChunkParts.Of(generation, generation.Model, includeUsage);

    public string ContentType => ContentTypes.EventStream;

    public void Begin(IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw(_parts.Delta);
        json.Raw("\"role\":\"assistant\",\"content\":\""u8);
        json.Raw(_parts.AfterPiece);
        json.Commit();
    }

    public void Encode(in LogEvent next, IBufferWriter<byte> output)
    {
        switch (next.Kind)
        {
            case EventKind.Text:
                Piece("\"content\":\""u8, next.Bytes, output);
                break;
            case EventKind.Reasoning:
                Piece("\"reasoning_content\":\""u8, next.Bytes, output);
                break;
            case EventKind.ToolCall:
            case EventKind.ToolCallFragment:
                ToolCall(next, output);
                break;
            case EventKind.Status when next.Detail is StatusDetail { Model: { } model }:
                _parts = ChunkParts.Of(generation, model, includeUsage);
                break;
            case EventKind.Completed:
                Complete(((CompletedDetail)next.Detail).FinishReason, output);
                break;
            case var kind when kind.IsTerminal():
                Fail(OpenAIError.Of(next), output);
                break;
        }
    }

    public void Heartbeat(IBufferWriter<byte> output) => output.Write(": keep-alive\n\n"u8);

    private void Piece(ReadOnlySpan<byte> member, ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw(_parts.Delta);
        json.Raw(member);
        json.JsonStringBody(text);
        json.Raw(_parts.AfterPiece);
        json.Commit();
    }

    private void ToolCall(in LogEvent next, IBufferWriter<byte> output)
    {
        var call = (ToolCallDetail)next.Detail;
        var json = new Utf8Output(output);
        json.Raw(_parts.Delta);
        json.Raw("\"tool_calls\":[{\"index\":"u8);
        json.Number(call.Index);
        if (next.Kind == EventKind.ToolCall)
        {
            json.Raw(",\"id\":"u8);
            json.JsonString(call.Id);
            json.Raw(",\"type\":\"function\",\"function\":{\"name\":"u8);
            json.JsonString(call.Name);
            json.Raw(",\"arguments\":"u8);
        }
        else
        {
            json.Raw(",\"function\":{\"arguments\":"u8);
        }
        json.JsonString(next.Bytes);
        json.Raw("}}]"u8);
        json.Raw(_parts.AfterDelta);
        json.Commit();
    }

    private void Complete(FinishReason reason, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw(_parts.Delta);
        json.Raw("},\"finish_reason\":\""u8);
        json.Raw(FinishReasonName(reason));
        json.Raw("\"}]"u8);
        json.Raw(_parts.End);
        // A provider that counted nothing leaves nothing to say: no chunk, rather than numbers nobody counted.
        if (includeUsage && generation.Usage is { } usage)
        {
            json.Raw(_parts.Head);
            json.Raw("],\"usage\":"u8);
            UsageJson.Write(ref json, usage);
            json.Raw("}\n\n"u8);
        }
        json.Raw("data: [DONE]\n\n"u8);
        json.Commit();
    }

    private static void Fail(OpenAIError error, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("data: "u8);
        error.Write(ref json);
        json.Raw("\n\n"u8);
        json.Commit();
    }

    private static ReadOnlySpan<byte> FinishReasonName(FinishReason reason) => reason switch
    {
        FinishReason.Length => "length"u8,
        FinishReason.ToolCalls => "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };
}
