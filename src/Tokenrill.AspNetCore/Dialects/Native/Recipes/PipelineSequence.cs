using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Logs;
using Tokenrill.Recipes.Pipelines;

namespace Tokenrill.AspNetCore.Dialects.Native.Recipes;

/// <summary>A pipeline in one stream: before the events of each stage one that announces it, at the end exactly one that says how the
/// pipeline ended.</summary>
/// <param name="run">A run that is read here and nowhere else.</param>
/// <param name="format">Events as server-sent events, or one a line.</param>
internal sealed class PipelineSequence(PipelineRun run, AnswerFormat format) : ILogSequence
{
    private readonly bool _isLines = format == AnswerFormat.Ndjson;
    private PipelineEnd? _end;

    public string ContentType => _isLines ? ContentTypes.Ndjson : ContentTypes.EventStream;

    public void Begin(IBufferWriter<byte> output)
    {
        if (!_isLines)
            output.Write(NativeSseEncoder.Retry);
    }

    public async ValueTask<(LogReader Reader, IStreamEncoder Encoder)?> NextAsync(IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        if (await run.NextAsync(cancellationToken) is not { } stage)
        {
            _end = await run.Ended;
            return null;
        }
        WriteStage(stage, output);
        var id = stage.Generation.Id;
        return (stage.Reader!, _isLines ? new NativeNdjsonEncoder(id) : new NativeSseEncoder(id, isNamed: true));
    }

    public void End(IBufferWriter<byte> output)
    {
        var end = _end!;
        var utf8 = new Utf8Output(output);
        utf8.Raw(_isLines ? "{\"type\":\"pipeline\",\"status\":"u8 : "event: pipeline\ndata: {\"type\":\"pipeline\",\"status\":"u8);
        utf8.JsonString(end.Status.WireName());
        utf8.Raw(",\"stage\":"u8);
        utf8.Number(end.Stage);
        if (end.Reason is { } reason)
        {
            utf8.Raw(",\"reason\":"u8);
            utf8.JsonString(reason);
        }
        if (end.Text is { } text)
        {
            utf8.Raw(",\"text\":"u8);
            utf8.JsonString(text);
        }
        if (end.Error is { } error)
            NativeEventJson.WriteError(error, ref utf8);
        Finish(ref utf8);
    }

    private void WriteStage(StartedStage stage, IBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        utf8.Raw(_isLines ? "{\"type\":\"stage\",\"stage\":"u8 : "event: stage\ndata: {\"type\":\"stage\",\"stage\":"u8);
        utf8.Number(stage.Number);
        utf8.Raw(",\"of\":"u8);
        utf8.Number(run.Count);
        utf8.Raw(",\"recipe\":"u8);
        utf8.JsonString(stage.Recipe);
        utf8.Raw(",\"generation\":"u8);
        utf8.JsonString(stage.Generation.Id);
        Finish(ref utf8);
    }

    private void Finish(ref Utf8Output utf8)
    {
        utf8.Raw(_isLines ? "}\n"u8 : "}\n\n"u8);
        utf8.Commit();
    }
}
