namespace Tokenrill.AspNetCore.Framing;

/// <summary>Content types of what is sent.</summary>
internal static class ContentTypes
{
    public const string EventStream = "text/event-stream; charset=utf-8";
    public const string Ndjson = "application/x-ndjson";
    public const string Json = "application/json";
    public const string Problem = "application/problem+json";
}
