using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Dialects.Threads;

/// <summary>Turns what is said in a thread into what the engine is asked.</summary>
internal static class ThreadRequestReader
{
    /// <summary>The request that a message is.</summary>
    /// <param name="body">The message and, when the request has a key, its digest.</param>
    /// <param name="thread">The thread in the path.</param>
    /// <param name="headers">What is busy, and keys.</param>
    /// <exception cref="TokenrillException">Something is wrong; the field says where.</exception>
    public static GenerationRequest Read(JsonBody<ThreadMessageBody> body, string thread, IHeaderDictionary headers)
    {
        var said = body.Value;
        if (string.IsNullOrWhiteSpace(said.Content))
            throw TokenrillException.Invalid("content", "must say something");
        if (headers[RequestHeaders.Session].ToString() is { Length: > 0 } other && other != thread)
            throw TokenrillException.Invalid(RequestHeaders.Session, "differs from the thread in the path");
        var request = new GenerationRequest
        {
            Ask = new ModelRequest { Model = said.Model ?? ModelCatalog.DefaultAlias, Messages = [new ChatMessage(ChatRole.User, said.Content)] },
            WithHistory = true,
            // The thread can be loaded again, and then the answer is there.
            OnDisconnect = OnDisconnect.Continue,
        };
        return RequestHeaders.Apply(request, headers, $"threads {thread}", body.Digest) with { Session = thread };
    }
}
