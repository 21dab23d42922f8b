using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tokenrill.AspNetCore.Security;

/// <summary>Who may call, from where, and how often.</summary>
internal static class SecurityServices
{
    /// <summary>The CORS policy of every endpoint.</summary>
    public const string PolicyName = "Tokenrill";

    public static void AddSecurity(this IServiceCollection services, TokenrillHttpOptions http)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<ReadTokens>();
        services.AddSingleton<CallerIdentification>();
        services.AddSingleton<CallerRateLimit>();
        services.AddCors(cors => cors.AddPolicy(PolicyName, policy => Allow(policy, http.Cors)));
        services.PostConfigure<LoggerFilterOptions>(KeepAddressesOutOfLogs);
    }

    /// <summary>Every endpoint of a caller: needs to know who it is, and counts.</summary>
    public static TBuilder RequireCaller<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(NeedsCaller.Instance);

    private static void Allow(CorsPolicyBuilder policy, CorsOptions cors)
    {
        if (cors.Origins.Contains("*"))
            policy.AllowAnyOrigin();
        else
            policy.WithOrigins([.. cors.Origins.Select(origin => origin.TrimEnd('/'))]);
        // Any header: each SDK of each dialect brings its own, and none of them gives authority that a page does not have.
        policy.AllowAnyHeader()
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Patch, HttpMethods.Delete)
            .WithExposedHeaders("Location", "Tokenrill-Generation", "Retry-After", "ETag", "x-should-retry")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10));
    }

    /// <summary>The host logs each request with its query, and that may hold a read token. Not at any level: while it could
    /// log anything it also makes an activity and a log scope for each request.</summary>
    private static void KeepAddressesOutOfLogs(LoggerFilterOptions filters)
    {
        const string category = "Microsoft.AspNetCore.Hosting.Diagnostics";
        foreach (var rule in filters.Rules.Where(rule => rule.CategoryName?.StartsWith(category, StringComparison.OrdinalIgnoreCase) == true).ToArray())
            filters.Rules.Remove(rule);
        filters.Rules.Add(new LoggerFilterRule(null, category, LogLevel.None, null));
        foreach (var provider in filters.Rules.Select(rule => rule.ProviderName).OfType<string>().Distinct().ToArray())
            filters.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.None, null));
    }
}
