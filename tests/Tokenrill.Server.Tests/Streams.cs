using System.Net.Http.Json;
using System.Text.Json;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests;

/// <summary>Generations of a server in another process.</summary>
internal static class Streams
{
    /// <summary>Starts a generation and gives its blocks.</summary>
    public static async Task<IAsyncEnumerator<SseEvent>> AskAsync(this ServerProcess server, string prompt, string model = "default", string? session = null)
    {
        await server.Address;
        var body = new Dictionary<string, string> { ["model"] = model, ["prompt"] = prompt };
        if (session is not null)
            body["session"] = session;
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations") { Content = JsonContent.Create(body) };
        var response = await SseClient.OpenAsync(server.Client, request);
        response.EnsureSuccessStatusCode();
        return SseClient.ReadAsync(response, TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads to the next event of this type.</summary>
    public static async Task<JsonElement> NextAsync(this IAsyncEnumerator<SseEvent> stream, string type)
    {
        while (await stream.MoveNextAsync().InTime())
            if (stream.Current.Event == type)
                return stream.Current.Json;
        throw new InvalidOperationException($"the stream ended without \"{type}\"");
    }

    /// <summary>Reads to the end: the types of what was left.</summary>
    public static async Task<IReadOnlyList<string>> RestAsync(this IAsyncEnumerator<SseEvent> stream)
    {
        var types = new List<string>();
        while (await stream.MoveNextAsync().InTime())
            types.Add(stream.Current.Event ?? "");
        return types;
    }
}
