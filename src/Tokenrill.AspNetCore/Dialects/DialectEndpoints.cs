using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Dialects.Jarvis;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Dialects.Native.Recipes;
using Tokenrill.AspNetCore.Dialects.OpenAI;
using Tokenrill.AspNetCore.Dialects.Synapse;
using Tokenrill.AspNetCore.Dialects.Threads;

namespace Tokenrill.AspNetCore.Dialects;

/// <summary>The dialects there are. A new one adds its folder, and its line here.</summary>
internal static class DialectEndpoints
{
    public static void MapDialects(this IEndpointRouteBuilder api)
    {
        api.MapNative();
        api.MapRecipes();
        api.MapOpenAI();
        SynapseChat.Map(api);
        api.MapJarvis();
        api.MapThreads();
    }
}
