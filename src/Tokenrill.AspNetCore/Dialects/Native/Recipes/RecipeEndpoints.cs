using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Recipes;

namespace Tokenrill.AspNetCore.Dialects.Native.Recipes;

/// <summary>The native protocol: recipes.</summary>
internal static class RecipeEndpoints
{
    private const string Recipes = "/v1/recipes", OneRecipe = Recipes + "/{name}", Tag = "Recipes";

    // What the body says goes before it; the rest is each stage's own.
    private static readonly ModelRequest EachStages = new() { Model = "", Messages = [] };

    public static void MapRecipes(this IEndpointRouteBuilder api)
    {
        api.MapGet(Recipes, ListAsync)
            .Describe(Tag, "List recipes", "Every recipe with its variables, by name.")
            .Produces<RecipeList>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems();
        api.MapGet(OneRecipe, ShowAsync)
            .Describe(Tag, "Show a recipe", "What it is for and what it must or may be given.")
            .Produces<RecipeState>(StatusCodes.Status200OK, ContentTypes.Json)
            .Problems(StatusCodes.Status404NotFound);
        api.MapPost(OneRecipe, StartAsync)
            .Describe(Tag, "Run a recipe", "Starts a generation with the recipe's messages, and answers as POST /v1/generations does. A pipeline starts one for each stage and answers with all of their events, or with one document about them.")
            .Accepts<RecipeBody>(ContentTypes.Json)
            .Produces<GenerationState>(StatusCodes.Status200OK, ContentTypes.Json, "text/event-stream", ContentTypes.Ndjson)
            .Produces<GenerationState>(StatusCodes.Status202Accepted, ContentTypes.Json)
            .Problems(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge);
    }

    private static Task ListAsync(HttpContext context, RecipeBook book) =>
        JsonAnswer.WriteAsync(context, new RecipeList([.. book.All.Select(RecipeState.Of)]), RecipeJson.Default.RecipeList);

    private static Task ShowAsync(HttpContext context, RecipeBook book, string name) =>
        JsonAnswer.WriteAsync(context, RecipeState.Of(book.Find(name)), RecipeJson.Default.RecipeState);

    private static async Task StartAsync(HttpContext context, GenerationService generations, RecipeBook book, string name, [FromHeader(Name = "Tokenrill-Session")] string? session)
    {
        var recipe = book.Find(name);
        var body = await JsonBody.ReadAsync(context, NativeRequestJson.Default.RecipeBody, generations.Options.Limits.RequestBytes, GenerationBodyReader.IsKeyed);
        var values = RecipeBodyReader.Values(body.Value);
        session = string.IsNullOrEmpty(session) ? null : session;
        if (recipe.IsPipeline)
            await PipelineAnswer.StartAsync(context, generations, recipe, values, RecipeBodyReader.Request(name, body, EachStages, session));
        else
            await GenerationAnswer.StartAsync(context, generations, RecipeBodyReader.Request(name, body, recipe.Render(values), session));
    }
}
