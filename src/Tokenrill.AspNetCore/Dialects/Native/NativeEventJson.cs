using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;

namespace Tokenrill.AspNetCore.Dialects.Native;

/// <summary>An event as the native protocol's JSON, the same in every framing. Text, reasoning and fragments of tool calls
/// allocate nothing.</summary>
internal static class NativeEventJson
{
    /// <summary>Writes one event.</summary>
    /// <param name="next">The event.</param>
    /// <param name="output">Where to.</param>
    /// <param name="generation">The generation's id, where one stream holds events of several: on sockets, and of pipelines. Otherwise empty.</param>
    public static void Write(in LogEvent next, ref Utf8Output output, ReadOnlySpan<byte> generation = default)
    {
        output.Raw("{\"seq\":"u8);
        output.Number(next.Sequence);
        output.Raw(TypeOf(next.Kind));
        if (!generation.IsEmpty && next.Kind != EventKind.Started)
        {
            output.Raw("\",\"generation\":\""u8);
            output.Raw(generation);
        }
        switch (next.Kind)
        {
            case EventKind.Text or EventKind.Reasoning:
                output.Raw("\",\"text\":\""u8);
                output.JsonStringBody(next.Bytes);
                output.Raw("\"}"u8);
                return;
            case EventKind.ToolCall or EventKind.ToolCallFragment:
                WriteToolCall(next, (ToolCallDetail)next.Detail, ref output);
                return;
            default:
                output.Raw("\""u8);
                WriteDetail(next.Detail, ref output);
                output.Raw("}"u8);
                return;
        }
    }

    /// <summary>Up to and without the quote behind the type.</summary>
    private static ReadOnlySpan<byte> TypeOf(EventKind kind) => kind switch
    {
        EventKind.Text => ",\"type\":\"text"u8,
        EventKind.Reasoning => ",\"type\":\"reasoning"u8,
        EventKind.ToolCall or EventKind.ToolCallFragment => ",\"type\":\"tool_call"u8,
        EventKind.Started => ",\"type\":\"started"u8,
        EventKind.Status => ",\"type\":\"status"u8,
        EventKind.Usage => ",\"type\":\"usage"u8,
        EventKind.Completed => ",\"type\":\"completed"u8,
        EventKind.Failed => ",\"type\":\"failed"u8,
        EventKind.Cancelled => ",\"type\":\"cancelled"u8,
        EventKind.Superseded => ",\"type\":\"superseded"u8,
        _ => ",\"type\":\"interrupted"u8,
    };

    private static void WriteToolCall(in LogEvent next, ToolCallDetail call, ref Utf8Output output)
    {
        output.Raw("\",\"index\":"u8);
        output.Number(call.Index);
        if (next.Kind == EventKind.ToolCall)
        {
            output.Raw(",\"id\":"u8);
            output.JsonString(call.Id);
            output.Raw(",\"name\":"u8);
            output.JsonString(call.Name);
        }
        output.Raw(",\"arguments\":\""u8);
        output.JsonStringBody(next.Bytes);
        output.Raw("\"}"u8);
    }

    private static void WriteDetail(EventDetail detail, ref Utf8Output output)
    {
        switch (detail)
        {
            case StartedDetail started: WriteStarted(started, ref output); break;
            case StatusDetail status: WriteStatus(status, ref output); break;
            case UsageDetail usage: WriteUsage(usage.Usage, ref output); break;
            case CompletedDetail completed:
                Member(",\"finish_reason\":"u8, completed.FinishReason.WireName(), ref output);
                WriteStatistics(completed.Statistics, ref output);
                break;
            case FailedDetail failed:
                WriteError(failed.Error, ref output);
                WriteStatistics(failed.Statistics, ref output);
                break;
            case CancelledDetail cancelled: Member(",\"reason\":"u8, cancelled.Reason, ref output); break;
            case SupersededDetail superseded: Member(",\"by\":"u8, superseded.By, ref output); break;
        }
    }

    private static void WriteStarted(StartedDetail started, ref Utf8Output output)
    {
        Member(",\"generation\":"u8, started.Generation, ref output);
        if (started.Session is { } session)
            Member(",\"session\":"u8, session, ref output);
        Member(",\"model\":"u8, started.Model, ref output);
        output.Raw(",\"at\":\""u8);
        output.Moment(started.At);
        output.Raw("\""u8);
    }

    private static void WriteStatus(StatusDetail status, ref Utf8Output output)
    {
        Member(",\"status\":"u8, status.Status, ref output);
        if (status.Model is { } model)
            Member(",\"model\":"u8, model, ref output);
    }

    private static void WriteUsage(in TokenUsage usage, ref Utf8Output output)
    {
        output.Raw(",\"input_tokens\":"u8);
        output.Number(usage.InputTokens);
        output.Raw(",\"output_tokens\":"u8);
        output.Number(usage.OutputTokens);
        output.Raw(",\"reasoning_tokens\":"u8);
        output.Number(usage.ReasoningTokens);
    }

    /// <summary>A member <c>error</c>, with the comma before it.</summary>
    public static void WriteError(GenerationError error, ref Utf8Output output)
    {
        var info = error.Code.Info();
        Member(",\"error\":{\"code\":"u8, info.Name, ref output);
        Member(",\"message\":"u8, error.Message, ref output);
        Member(",\"id\":"u8, error.Id, ref output);
        output.Raw(info.Retryable ? ",\"retryable\":true"u8 : ",\"retryable\":false"u8);
        if (error.RetryAfter is { } wait)
        {
            output.Raw(",\"retry_after\":"u8);
            output.Number(wait.TotalSeconds, 3);
        }
        output.Raw("}"u8);
    }

    private static void WriteStatistics(in GenerationStatistics statistics, ref Utf8Output output)
    {
        output.Raw(",\"stats\":{"u8);
        if (statistics.FirstToken is { } first)
        {
            output.Raw("\"first_token_ms\":"u8);
            output.Number((long)first.TotalMilliseconds);
            output.Raw(","u8);
        }
        output.Raw("\"duration_ms\":"u8);
        output.Number((long)statistics.Duration.TotalMilliseconds);
        if (statistics.TokensPerSecond is { } rate)
        {
            output.Raw(",\"tokens_per_second\":"u8);
            output.Number(rate, 1);
        }
        output.Raw(",\"characters\":"u8);
        output.Number(statistics.Characters);
        output.Raw(",\"chunks\":"u8);
        output.Number(statistics.Chunks);
        output.Raw("}"u8);
    }

    private static void Member(ReadOnlySpan<byte> name, string value, ref Utf8Output output)
    {
        output.Raw(name);
        output.JsonString(value);
    }
}
