using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>A generation that completed, as one OpenAI chat completion:
/// https://platform.openai.com/docs/api-reference/chat/object</summary>
internal static class ChatCompletionBody
{
    public static void Write(Generation generation, IBufferWriter<byte> output)
    {
        var log = generation.Log;
        var json = new Utf8Output(output);
        ChunkParts.WriteIdentity(ref json, generation, "chat.completion"u8, generation.Model);
        json.Raw("{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"u8);
        var calls = WholeToolCall.Of(log, log.LastSequence);
        if (log.Text.IsEmpty && calls.Count > 0)
            json.Raw("null"u8);
        else
            json.JsonString(log.Text);
        json.Raw(",\"refusal\":null"u8);
        if (!log.ReasoningText.IsEmpty)
        {
            json.Raw(",\"reasoning_content\":"u8);
            json.JsonString(log.ReasoningText);
        }
        if (calls.Count > 0)
            WriteToolCalls(ref json, calls);
        json.Raw("},\"logprobs\":null,\"finish_reason\":"u8);
        json.JsonString(((CompletedDetail)log[log.LastSequence].Detail).FinishReason.WireName());
        json.Raw("}]"u8);
        // Left out when the provider counted nothing: SDKs take the member for optional, and a guess for a count.
        if (generation.Usage is { } usage)
        {
            json.Raw(",\"usage\":"u8);
            UsageJson.Write(ref json, usage);
        }
        json.Raw("}"u8);
        json.Commit();
    }

    private static void WriteToolCalls(ref Utf8Output json, IReadOnlyList<WholeToolCall> calls)
    {
        json.Raw(",\"tool_calls\":["u8);
        for (var i = 0; i < calls.Count; i++)
        {
            json.Raw(i == 0 ? "{\"id\":"u8 : ",{\"id\":"u8);
            json.JsonString(calls[i].Call.Id);
            json.Raw(",\"type\":\"function\",\"function\":{\"name\":"u8);
            json.JsonString(calls[i].Call.Name);
            json.Raw(",\"arguments\":"u8);
            json.JsonString(calls[i].Arguments.Span);
            json.Raw("}}"u8);
        }
        json.Raw("]"u8);
    }
}
