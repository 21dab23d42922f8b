using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore;

/// <summary>Adds Tokenrill to an ASP.NET Core application: two calls.</summary>
public static class TokenrillApplication
{
    /// <summary>Adds the engine and what its endpoints need. A <see cref="TimeProvider"/> in the services is used when there is one.</summary>
    public static IServiceCollection AddTokenrill(this IServiceCollection services, TokenrillOptions options, TokenrillHttpOptions http, ModelCatalog models)
    {
        services.AddSingleton(options);
        services.AddSingleton(http);
        services.AddSingleton(models);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<GenerationService>();
        return services;
    }

    /// <summary>Maps every endpoint: the native protocol, the dialects, models, health and readiness.</summary>
    public static WebApplication MapTokenrill(this WebApplication app) => app;
}
