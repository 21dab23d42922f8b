using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Tokenrill.AspNetCore.Endpoints.Metrics;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void MapMetrics(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/metrics", WriteAsync)
            .Describe("Health", "Metrics", "The engine's numbers in Prometheus' text format.")
            .Produces(StatusCodes.Status200OK, contentType: "text/plain")
            .Problems();

    private static Task WriteAsync(HttpContext context, MetricsListener metrics)
    {
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(metrics.Write(), context.RequestAborted);
    }
}
