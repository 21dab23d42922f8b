using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Recipes;
using Tokenrill.Recipes.Pipelines;

namespace Tokenrill.AspNetCore.Dialects.Native.Recipes;

/// <summary>Runs a pipeline and answers in the form the client wants, as <see cref="GenerationAnswer"/> does for one generation.</summary>
internal static class PipelineAnswer
{
    /// <summary>Starts, and answers.</summary>
    /// <exception cref="TokenrillException">Values are wrong, or the first stage cannot be started.</exception>
    public static async Task StartAsync(HttpContext context, GenerationService generations, Recipe pipeline, Dictionary<string, object?> values, GenerationRequest request)
    {
        var later = GenerationAnswer.WantsToReadLater(context.Request);
        var book = context.RequestServices.GetRequiredService<RecipeBook>();
        var run = await PipelineRun.StartAsync(generations, book, pipeline, values, request, context.Caller(), withReader: !later, context.RequestAborted);
        try
        {
            GenerationAnswer.AnnounceNew(context, run.First);
            var format = AcceptedFormat.Of(context.Request);
            if (later)
                await GenerationAnswer.WriteReceiptAsync(context, run.First);
            else if (format == AnswerFormat.Json)
                await WaitAsync(context, run);
            else
                await StreamResponse.WriteAsync(context, new PipelineSequence(run, format), generations.Options.Readers.Heartbeat);
        }
        finally
        {
            run.Leave();
        }
    }

    /// <summary>Waits for the end. The headers are not out, so a failure is a status; the document says the rest.</summary>
    private static async Task WaitAsync(HttpContext context, PipelineRun run)
    {
        var stages = new List<RunStageState>();
        while (await run.NextAsync(context.RequestAborted) is { } stage)
        {
            using var reader = stage.Reader!;
            await using var registration = context.RequestAborted.UnsafeRegister(static state => ((LogReader)state!).Cancel(), reader);
            if (!await reader.ReadToEndAsync())
                return;
            stages.Add(new RunStageState(stage.Number, stage.Recipe, stage.Generation.Id, stage.Generation.Status.WireName()));
        }
        var end = await run.Ended;
        var state = new PipelineState
        {
            Status = end.Status.WireName(),
            Stage = end.Stage,
            Reason = end.Reason,
            Text = end.Text,
            Error = end.Error is { } error ? GenerationStateReader.StateOf(error) : null,
            Stages = stages,
        };
        await JsonAnswer.WriteAsync(context, state, PipelineJson.Default.PipelineState, StatusOf(end));
    }

    private static int StatusOf(PipelineEnd end) => end switch
    {
        { Error: { } error } => error.Code.Info().Status,
        { Status: PipelineStatus.Interrupted } => ErrorCode.Interrupted.Info().Status,
        _ => StatusCodes.Status200OK,
    };
}
