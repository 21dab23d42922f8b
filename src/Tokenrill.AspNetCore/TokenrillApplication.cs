using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tokenrill.AspNetCore.Dialects;
using Tokenrill.AspNetCore.Endpoints.Health;
using Tokenrill.AspNetCore.Endpoints.Metrics;
using Tokenrill.AspNetCore.Endpoints.Models;
using Tokenrill.AspNetCore.Endpoints.OpenApi;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Hosting;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Journals.Files;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Recipes;
using Tokenrill.Signals;

namespace Tokenrill.AspNetCore;

/// <summary>Adds Tokenrill to an ASP.NET Core application: two calls.</summary>
public static class TokenrillApplication
{
    /// <summary>Adds the engine and what its endpoints need. A <see cref="TimeProvider"/> in the services is used when there is one, and an
    /// <see cref="IJournal"/> instead of the one that the options name.</summary>
    public static IServiceCollection AddTokenrill(this IServiceCollection services, TokenrillOptions options, TokenrillHttpOptions http, ModelCatalog models)
    {
        services.AddSingleton(options);
        services.AddSingleton(http);
        services.AddSingleton(models);
        services.TryAddSingleton(TimeProvider.System);
        if (options.Storage.Kind == StorageKind.Files)
            services.TryAddSingleton<IJournal>(provider => new FileJournal(
                options.Storage, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FileJournal>>()));
        services.AddSingleton<GenerationService>();
        services.AddSingleton<RecipeBook>();
        services.AddSingleton<SignalExtractor>();
        services.AddSingleton<IHostedService, EngineLife>();
        services.AddSingleton<ModelDirectory>();
        services.AddSingleton<MetricsListener>();
        services.AddSecurity(http);
        services.AddDocument();
        return services;
    }

    /// <summary>Maps every endpoint: the native protocol, the dialects, models, health and readiness. To be called once,
    /// after whatever serves static files: what is mapped here needs a caller, files do not.</summary>
    public static WebApplication MapTokenrill(this WebApplication app)
    {
        // Made now, because it hears only what happens after.
        app.Services.GetRequiredService<MetricsListener>();
        // And this, because whoever starts the server wants to know what is wrong with a recipe before somebody asks for it.
        app.Services.GetRequiredService<RecipeBook>();
        // And this: it listens to sessions that begin after it, and says at the start that its model is none.
        app.Services.GetRequiredService<SignalExtractor>();
        var heartbeat = app.Services.GetRequiredService<TokenrillOptions>().Readers.Heartbeat;
        // Outermost, so that errors of everything behind it have one shape; CORS before all that may refuse, so that a web
        // page can read the refusal.
        app.UseMiddleware<ErrorMiddleware>();
        app.UseRouting();
        // Both make something for each request that comes by; most need neither.
        app.UseWhen(static context => context.Request.Headers.Origin.Count > 0, static pages => pages.UseCors(SecurityServices.PolicyName));
        app.UseWhen(static context => !HttpMethods.IsPost(context.Request.Method), sockets => sockets.UseWebSockets(new WebSocketOptions { KeepAliveInterval = heartbeat, KeepAliveTimeout = heartbeat }));
        app.UseWhen(NeedsCaller.IsMetBy, callers =>
        {
            if (app.Services.GetRequiredService<KeyRing>().IsEmpty)
                callers.UseMiddleware<ForeignPages>();
            callers.UseMiddleware<CallerGate>();
        });

        app.MapHealth();
        app.MapOpen();
        var api = app.MapGroup("").RequireCaller();
        api.MapModels();
        api.MapMetrics();
        api.MapDocument();
        api.MapDialects();
        return app;
    }
}
