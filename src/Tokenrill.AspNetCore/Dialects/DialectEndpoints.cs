using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Dialects.AI4ArtsEd;
using Tokenrill.AspNetCore.Dialects.Jarvis;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Dialects.Native.Recipes;
using Tokenrill.AspNetCore.Dialects.OpenAI;
using Tokenrill.AspNetCore.Dialects.Synapse;
using Tokenrill.AspNetCore.Dialects.Threads;
using Tokenrill.AspNetCore.Dialects.Vibe;

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
        TextStreams.Map(api);
        api.MapVibe();
    }

    /// <summary>What dialects answer to anybody.</summary>
    public static void MapOpen(this IEndpointRouteBuilder endpoints) => endpoints.MapVibeHealth();
}
