using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Endpoints.Health;
using Tokenrill.AspNetCore.Endpoints.Models;
using Tokenrill.AspNetCore.Errors;

namespace Tokenrill.AspNetCore.Endpoints.OpenApi;

/// <summary><c>GET /openapi/v1.json</c>: every endpoint, for tools.</summary>
internal static class DocumentEndpoint
{
    private const string Key = "key";

    public static void AddDocument(this IServiceCollection services)
    {
        // The shapes here are those that are written: the same generated contexts say them to the document.
        services.ConfigureHttpJsonOptions(static json =>
        {
            var chain = json.SerializerOptions.TypeInfoResolverChain;
            chain.Add(NativeRequestJson.Default);
            chain.Add(NativeStateJson.Default);
            chain.Add(ModelJson.Default);
            chain.Add(HealthJson.Default);
            chain.Add(ProblemJson.Default);
        });
        services.AddOpenApi("v1", static options => options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new() { Title = "Tokenrill", Version = "v1", Description = "A generation is an append-only log of events; a connection is only a reader of it." };
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key; x-api-key takes it, too. A server without keys asks for none." },
            };
            document.Security = [new() { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
            return Task.CompletedTask;
        }));
    }

    public static void MapDocument(this IEndpointRouteBuilder endpoints) => endpoints.MapOpenApi("/openapi/{documentName}.json");
}
