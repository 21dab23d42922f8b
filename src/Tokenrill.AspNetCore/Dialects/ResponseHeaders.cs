using Microsoft.AspNetCore.Http;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects;

/// <summary>What an answer says in headers because its dialect's body has no member for it.</summary>
internal static class ResponseHeaders
{
    /// <summary>Which generation an answer is about.</summary>
    public static void Announce(HttpContext context, Generation generation) =>
        context.Response.Headers["Tokenrill-Generation"] = generation.Id;
}
