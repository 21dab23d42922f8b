using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.Native.Sessions;

/// <summary><c>/v1/sessions/{id}/messages</c>: what was said, and saying something.</summary>
internal static class SessionMessages
{
    private const string Messages = SessionEndpoints.OneSession + "/messages";

    public static void MapSessionMessages(this IEndpointRouteBuilder api)
    {
        api.MapGet(Messages, ListAsync)
            .Describe(SessionEndpoints.Tag, "List messages", "Oldest first: ?limit= (1 to 1000, the default), and ?after= with the id of a message. An answer that is being written is given as far as it has come; last_seq says from where to follow the session's log.")
            .Produces<MessageList>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        api.MapPost(Messages, SayAsync)
            .Describe(SessionEndpoints.Tag, "Add a message", "Adds what the user says and starts the generation that answers it, which is told what was said before. Answers as POST /v1/generations does.")
            .Accepts<MessageBody>(ContentTypes.Json)
            .Produces<GenerationState>(StatusCodes.Status200OK, ContentTypes.Json, "text/event-stream", ContentTypes.Ndjson)
            .Produces<GenerationState>(StatusCodes.Status202Accepted, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict);
    }

    private static async Task ListAsync(HttpContext context, string id, GenerationService engine, string? limit, string? after)
    {
        var most = PageLimit.Of(limit, usual: 1000, most: 1000);
        var messages = (await engine.Sessions.FindAsync(context.Caller(), id, context.RequestAborted)).Messages(out var lastSequence);
        var page = MessagePage.Of(messages, most, after, "after");
        await JsonAnswer.WriteAsync(context, new MessageList([.. page.Messages.Select(SessionStateReader.Read)], page.Next, lastSequence), SessionStateJson.Default.MessageList);
    }

    private static async Task SayAsync(HttpContext context, string id, GenerationService engine)
    {
        var read = await JsonBody.ReadAsync(context, SessionRequestJson.Default.MessageBody, engine.Options.Limits.RequestBytes, GenerationBodyReader.IsKeyed);
        var session = engine.Sessions.Find(context.Caller(), id);
        var said = read.Value;
        if (said.Messages is not null)
            throw TokenrillException.Invalid("messages", "cannot be given here: the session knows them; give content");
        if (said.Prompt is not null)
            throw TokenrillException.Invalid("prompt", "cannot be given here; give content");
        if (said.Session is not null && said.Session != session.Id)
            throw TokenrillException.Invalid("session", "differs from the one in the path");
        // The same body in another session is another request.
        var digest = read.Digest is null ? null : $"{read.Digest} {session.Id}";
        var request = GenerationBodyReader.Read(new JsonBody<GenerationBody>(said with { Prompt = said.Content, Session = session.Id }, digest));
        await GenerationAnswer.StartAsync(context, engine, request with { WithHistory = true });
    }
}
