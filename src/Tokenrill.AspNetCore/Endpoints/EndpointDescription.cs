using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Endpoints;

/// <summary>What the OpenAPI document says of an endpoint.</summary>
internal static class EndpointDescription
{
    /// <summary>What it is for.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string tag, string summary, string description) =>
        endpoint.WithTags(tag).WithSummary(summary).WithDescription(description);

    /// <summary>The statuses with which it refuses, besides those that every endpoint has.</summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<Problem>(status, ContentTypes.Problem);
        return endpoint.Produces<Problem>(StatusCodes.Status401Unauthorized, ContentTypes.Problem).Produces<Problem>(StatusCodes.Status429TooManyRequests, ContentTypes.Problem);
    }
}
