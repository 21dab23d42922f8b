using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>Reads over the wire what a server has that was started again.</summary>
internal sealed class RestoredServer(HttpClient http)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A generation, state and log; null when there is none by that id.</summary>
    public async Task<StoredGeneration?> GenerationAsync(string id)
    {
        if (await JsonAsync($"/v1/generations/{id}") is not { } state)
            return null;
        var events = await JsonAsync($"/v1/generations/{id}/events") ?? throw new InvalidOperationException($"{id} has a state, but no events");
        return new StoredGeneration(state, [.. events.EnumerateArray().Select(WireEvent.Of)]);
    }

    /// <summary>A session, with its messages and its log; null when there is none by that name.</summary>
    public async Task<StoredSession?> SessionAsync(string name)
    {
        if (await JsonAsync($"/v1/sessions/{name}") is not { } state)
            return null;
        var messages = (await JsonAsync($"/v1/sessions/{name}/messages?limit=1000"))!.Value;
        var events = (await JsonAsync($"/v1/sessions/{name}/events"))!.Value;
        return new StoredSession(state, [.. messages.GetProperty("data").EnumerateArray()], messages.GetProperty("last_seq").GetInt32(), [.. events.EnumerateArray().Select(WireEvent.Of)]);
    }

    /// <summary>What follows an event of a generation, as a client reads it that comes back; null when there is no such event any more.</summary>
    public async Task<IReadOnlyList<WireEvent>?> ResumeAsync(string id, int cursor)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/generations/{id}/events");
        request.Headers.Add("Last-Event-ID", $"{id}:{cursor}");
        using var response = await SseClient.OpenAsync(http, request);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return null;
        response.EnsureSuccessStatusCode();
        var events = new List<WireEvent>();
        await using var blocks = SseClient.ReadAsync(response, Token).GetAsyncEnumerator(Token);
        while (await blocks.MoveNextAsync().InTime())
            if (blocks.Current.Data is not null)
                events.Add(WireEvent.Of(blocks.Current));
        return events;
    }

    /// <summary>What follows an event of a session's log, which is named by its id; null when there is no such event any more.</summary>
    public async Task<IReadOnlyList<WireEvent>?> ResumeSessionAsync(string name, string log, int cursor) =>
        await JsonAsync($"/v1/sessions/{name}/events", $"{log}:{cursor}") is { } events ? [.. events.EnumerateArray().Select(WireEvent.Of)] : null;

    /// <summary>The state of the generation that a question with a key that was used before leads to.</summary>
    public async Task<JsonElement> AskAgainAsync(Question question)
    {
        using var request = question.ToRequest();
        request.Headers.Add("Prefer", "respond-async");
        using var response = await http.SendAsync(request, Token).InTime();
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token).InTime();
    }

    /// <summary>How many generations are active.</summary>
    public async Task<int> ActiveAsync() => (await JsonAsync("/v1/generations?status=active"))!.Value.GetProperty("data").GetArrayLength();

    private async Task<JsonElement?> JsonAsync(string address, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await http.SendAsync(request, Token).InTime();
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Token).InTime();
    }
}
