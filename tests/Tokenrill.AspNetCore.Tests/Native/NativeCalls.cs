using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Security;

namespace Tokenrill.AspNetCore.Tests.Native;

/// <summary>Calls of the native protocol, as any HTTP client would make them.</summary>
internal static class NativeCalls
{
    public const string Hello = """{"prompt":"Hello"}""";

    public static readonly ApiKeyOptions Ada = new() { Name = "ada", Key = "key-of-ada-0123456789" };
    public static readonly ApiKeyOptions Ben = new() { Name = "ben", Key = "key-of-ben-0123456789" };
    public static readonly ApiKeyOptions Root = new() { Name = "root", Key = "key-of-root-012345678", Admin = true };

    public static CancellationToken Ending => TestContext.Current.CancellationToken;

    public static TokenrillHttpOptions WithKeys => new() { Keys = [Ada, Ben, Root] };

    public static HttpRequestMessage Post(string path, string? json = null) =>
        new(HttpMethod.Post, path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };

    public static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    public static HttpRequestMessage With(this HttpRequestMessage request, string header, string value)
    {
        request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
        return request;
    }

    public static HttpRequestMessage Accepting(this HttpRequestMessage request, string accept) => request.With("Accept", accept);

    public static HttpRequestMessage As(this HttpRequestMessage request, ApiKeyOptions key)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Key);
        return request;
    }

    /// <summary>The response as soon as its headers are there.</summary>
    public static Task<HttpResponseMessage> OpenAsync(this HttpClient client, HttpRequestMessage request) =>
        client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ending).InTime();

    /// <summary>The status and the body as JSON; an undefined element when there is no body.</summary>
    public static async Task<(int Status, JsonElement Json)> CallAsync(this HttpClient client, HttpRequestMessage request)
    {
        using var response = await client.OpenAsync(request);
        return ((int)response.StatusCode, await response.JsonAsync());
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        var body = await response.TextAsync();
        return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
    }

    public static Task<string> TextAsync(this HttpResponseMessage response) => response.Content.ReadAsStringAsync(Ending).InTime();

    public static string Generation(this HttpResponseMessage response) => response.Headers.GetValues("Tokenrill-Generation").Single();

    /// <summary>Starts a generation that is to be read later and gives its id.</summary>
    public static async Task<string> StartLaterAsync(this HttpClient client, string json = Hello, ApiKeyOptions? key = null)
    {
        var request = Post("/v1/generations", json).With("Prefer", "respond-async");
        using var response = await client.OpenAsync(key is null ? request : request.As(key));
        ((int)response.StatusCode).ShouldBe(202, await response.TextAsync());
        return response.Generation();
    }

    /// <summary>Every event of a stream until it ends.</summary>
    public static async Task<List<SseEvent>> EventsAsync(this HttpResponseMessage response)
    {
        var events = new List<SseEvent>();
        await foreach (var next in SseClient.ReadAsync(response, Ending))
            if (next.Data is not null)
                events.Add(next);
        return events;
    }

    /// <summary>A member as a string.</summary>
    public static string? Text(this JsonElement json, string member) => json.TryGetProperty(member, out var value) ? value.GetString() : null;

    public static int Number(this JsonElement json, string member) => json.GetProperty(member).GetInt32();
}
