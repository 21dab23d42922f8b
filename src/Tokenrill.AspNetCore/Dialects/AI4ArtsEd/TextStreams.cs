using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Recipes;

namespace Tokenrill.AspNetCore.Dialects.AI4ArtsEd;

/// <summary>AI4ArtsEd's text streams: one stage of a run, started and followed by EventSource.</summary>
internal sealed class TextStreams(TextStage stage)
{
    /// <summary>Maps <c>GET /api/text_stream/stage1/{run_id}</c> to <c>stage4</c>.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        foreach (var stage in TextStage.All)
            api.MapGet($"/api/text_stream/{stage.Name}/{{run_id}}", new TextStreams(stage).ServeAsync)
                .WithMetadata(new TextStreamError(stage), StartsByGet.Instance)
                .Describe("AI4ArtsEd", $"Stream {stage.Name} of a run", $"As AI4ArtsEd has it, with the recipe {stage.Recipe}: ?{string.Join(", ", [stage.Input, .. stage.Rest, "model"])}. Asked for again while it runs, it is attached to; with Last-Event-ID it goes on behind that event, and 204 says that nothing will follow. What goes wrong is an event error.")
                .Produces(StatusCodes.Status200OK, contentType: "text/event-stream")
                .Produces(StatusCodes.Status204NoContent);
    }

    private Task ServeAsync(HttpContext context, [FromRoute(Name = "run_id")] string run, GenerationService engine, RecipeBook recipes)
    {
        var last = context.Request.Headers[EventCursor.Header].ToString();
        return last.Length == 0 ? StartAsync(context, run, engine, recipes) : ResumeAsync(context, run, engine, last);
    }

    private async Task StartAsync(HttpContext context, string run, GenerationService engine, RecipeBook recipes)
    {
        var request = TextStreamRequest.Read(stage, run, context.Request.Query, recipes, engine.Models);
        var started = await engine.StartAsync(request, context.Caller(), withReader: true, context.RequestAborted);
        using var reader = started.Reader!;
        await FollowAsync(context, run, engine, started.Generation, reader);
    }

    /// <summary>Goes on behind the last event that the client has. Whatever that is, nothing is started.</summary>
    private async Task ResumeAsync(HttpContext context, string run, GenerationService engine, string last)
    {
        if (TextStreamError.IsLast(last))
        {
            End(context);
            return;
        }
        var (id, after) = EventCursor.Parse(last);
        var generation = await engine.FindAsync(id, context.Caller(), context.RequestAborted);
        if (!stage.Is(generation, run))
            throw new TokenrillException(ErrorCode.NotFound, $"{EventCursor.Header}: names an event of another run or stage.") { Field = EventCursor.Header };
        if (generation.IsOver(after))
        {
            End(context);
            return;
        }
        using var reader = generation.Attach(after);
        await FollowAsync(context, run, engine, generation, reader);
    }

    private Task FollowAsync(HttpContext context, string run, GenerationService engine, Generation generation, LogReader reader)
    {
        ResponseHeaders.Announce(context, generation);
        return StreamResponse.WriteAsync(context, reader, new TextStreamEvents(stage, run, generation, reader.Position), engine.Options.Readers.Heartbeat);
    }

    /// <summary>The one status that makes an EventSource stop reconnecting.</summary>
    private static void End(HttpContext context) => context.Response.StatusCode = StatusCodes.Status204NoContent;
}
