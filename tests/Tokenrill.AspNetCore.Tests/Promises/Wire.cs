using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.AspNetCore.Tests.Synapse;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>The ways to ask and to be answered. Each reads everything to the end, checks that its stream has the shape its
/// clients expect, and says what it was told.</summary>
internal static class Wire
{
    private const string Native = "/v1/generations", Chat = "/v1/chat/completions", Synapse = "/chat";

    public static readonly IReadOnlyDictionary<string, Func<TestHost, string, Task<Told>>> All = new Dictionary<string, Func<TestHost, string, Task<Told>>>
    {
        ["native SSE"] = SseAsync,
        ["native NDJSON"] = NdjsonAsync,
        ["native WebSocket"] = SocketAsync,
        ["native JSON"] = JsonAsync,
        ["OpenAI stream"] = ChatStreamAsync,
        ["OpenAI JSON"] = ChatJsonAsync,
        ["Synapse stream"] = SynapseStreamAsync,
        ["Synapse JSON"] = SynapseJsonAsync,
        ["Jarvis stream"] = JarvisWire.StreamAsync,
        ["Jarvis JSON"] = JarvisWire.JsonAsync,
        ["threads stream"] = ThreadsWire.StreamAsync,
        ["threads JSON"] = ThreadsWire.JsonAsync,
        ["AI4ArtsEd"] = ArtsWire.StreamAsync,
        ["Vibe"] = VibeWire.StreamAsync,
    };

    /// <summary>A body of the native protocol, in the session <c>s</c>.</summary>
    public static string Body(string model, string more = "") => $$"""{"model":"{{model}}","prompt":"Hello","session":"s"{{more}}}""";

    private static async Task<Told> SseAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post(Native, Body(model)).Accepting("text/event-stream"));
        ((int)response.StatusCode).ShouldBe(200);
        var events = await response.EventsAsync();
        foreach (var (next, number) in events.Select((next, i) => (next, i + 1)))
        {
            next.Id.ShouldBe($"{response.Generation()}:{number}");
            next.Event.ShouldBe(next.Json.Text("type"));
        }
        return OfEvents([.. events.Select(next => next.Json)]);
    }

    private static async Task<Told> NdjsonAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post(Native, Body(model)).Accepting("application/x-ndjson"));
        ((int)response.StatusCode).ShouldBe(200);
        var lines = new List<JsonElement>();
        await foreach (var line in NdjsonClient.ReadAsync(response, Ending))
            lines.Add(line.Json);
        return OfEvents(lines);
    }

    private static async Task<Told> SocketAsync(TestHost host, string model)
    {
        using var socket = await Frames.OpenAsync(host.BaseAddress, Native);
        await socket.SendAsync($$"""{"type":"start",{{Body(model)[1..]}}""");
        var frames = new List<JsonElement>();
        do
            frames.Add((await socket.NextAsync()).ShouldNotBeNull());
        while (!IsTerminal(frames[^1]));
        frames.ShouldAllBe(frame => frame.Text("generation") == frames[0].Text("generation"));
        // Nothing follows the end but the close: ours, or the server's when it goes.
        await socket.CloseAsync();
        (await socket.NextAsync()).ShouldBeNull();
        return OfEvents(frames);
    }

    private static async Task<Told> JsonAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post(Native, Body(model)).Accepting("application/json"));
        var json = await response.JsonAsync();
        if (response.IsSuccessStatusCode)
            return new Told(json.Text("status")!, null, json.Text("text") ?? "");
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var code = json.Text("code")!;
        ((int)response.StatusCode).ShouldBe(StatusOf(code));
        return code == "interrupted" ? new Told(code, null, null) : new Told("failed", code, null);
    }

    private static async Task<Told> ChatStreamAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post(Chat, ChatBody(model, stream: true)).With("Tokenrill-Session", "s"));
        if (!response.IsSuccessStatusCode)
            return OfChatError((await response.JsonAsync()).GetProperty("error"), (int)response.StatusCode);
        var data = (await response.EventsAsync()).Select(next => next.Data!).ToList();
        if (data[^1] == "[DONE]")
        {
            var chunks = data[..^1].Select(Parse).ToList();
            chunks.ShouldNotContain(chunk => IsError(chunk));
            chunks.Count(chunk => Choice(chunk).GetProperty("finish_reason").ValueKind == JsonValueKind.String).ShouldBe(1);
            Choice(chunks[^1]).Text("finish_reason").ShouldBe("stop");
            return new Told("completed", null, TextOf(chunks));
        }
        data.ShouldNotContain("[DONE]");
        var parsed = data.Select(Parse).ToList();
        parsed[..^1].ShouldNotContain(chunk => IsError(chunk) || Choice(chunk).GetProperty("finish_reason").ValueKind == JsonValueKind.String);
        return OfChatError(parsed[^1].GetProperty("error"), null) with { Text = TextOf(parsed[..^1]) };
    }

    private static async Task<Told> ChatJsonAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post(Chat, ChatBody(model, stream: false)).With("Tokenrill-Session", "s"));
        var json = await response.JsonAsync();
        if (!response.IsSuccessStatusCode)
            return OfChatError(json.GetProperty("error"), (int)response.StatusCode);
        Choice(json).Text("finish_reason").ShouldBe("stop");
        return new Told("completed", null, Choice(json).GetProperty("message").Text("content"));
    }

    private static async Task<Told> SynapseStreamAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post(Synapse, SynapseBody(model, stream: true)).With("Tokenrill-Session", "s"));
        ((int)response.StatusCode).ShouldBe(200);
        var page = new SynapsePage(response);
        var chunks = await page.AllAsync();
        chunks.Select(chunk => chunk.Number("chunk_id")).ShouldBe(Enumerable.Range(1, chunks.Count));
        chunks[..^1].ShouldAllBe(chunk => chunk.Text("error") == null && !chunk.GetProperty("done").GetBoolean());
        page.Finished.ShouldBe(page.Shown);
        if (chunks[^1].Text("error") is not { } sentence)
            return new Told("completed", null, page.Shown);
        chunks[^1].Text("error_id")!.ShouldStartWith("ERR_");
        return OfSentence(sentence) with { Text = page.Shown };
    }

    private static async Task<Told> SynapseJsonAsync(TestHost host, string model)
    {
        using var response = await host.Client.OpenAsync(Post(Synapse, SynapseBody(model, stream: false)).With("Tokenrill-Session", "s"));
        var json = await response.JsonAsync();
        if (response.IsSuccessStatusCode)
            return new Told("completed", null, json.Text("message"));
        var told = OfSentence(json.Text("message")!);
        (told.Code ?? told.Terminal).ShouldBe(json.Text("error"));
        ((int)response.StatusCode).ShouldBe(told.Terminal is "cancelled" or "superseded" ? 409 : StatusOf(json.Text("error")!));
        return told;
    }

    /// <summary>The events of the native protocol: dense numbers, one terminal event, the last.</summary>
    private static Told OfEvents(List<JsonElement> events)
    {
        events.Select(next => next.Number("seq")).ShouldBe(Enumerable.Range(1, events.Count));
        events.Count(IsTerminal).ShouldBe(1);
        var last = events[^1];
        IsTerminal(last).ShouldBeTrue();
        var text = string.Concat(events.Where(next => next.Text("type") == "text").Select(next => next.Text("text")));
        return new Told(last.Text("type")!, last.TryGetProperty("error", out var error) ? error.Text("code") : null, text);
    }

    private static Told OfChatError(JsonElement error, int? status)
    {
        error.Text("message").ShouldNotBeNullOrEmpty();
        var code = error.Text("code")!;
        if (status is not null)
            status.ShouldBe(code is "cancelled" or "superseded" ? 409 : StatusOf(code));
        return code is "cancelled" or "superseded" or "interrupted" ? new Told(code, null, null) : new Told("failed", code, null);
    }

    /// <summary>Where an error in a stream has no code, the sentence is all there is.</summary>
    public static Told OfSentence(string sentence)
    {
        if (sentence.Contains("was stopped", StringComparison.Ordinal))
            return new Told("cancelled", null, null);
        if (sentence.Contains("newer request", StringComparison.Ordinal))
            return new Told("superseded", null, null);
        var code = Enum.GetValues<ErrorCode>().Single(value => value.Info().Message == sentence);
        return code == ErrorCode.Interrupted ? new Told("interrupted", null, null) : new Told("failed", code.Info().Name, null);
    }

    private static bool IsError(JsonElement chunk) => chunk.TryGetProperty("error", out _);

    private static bool IsTerminal(JsonElement next) => next.Text("type") is "completed" or "failed" or "cancelled" or "superseded" or "interrupted";

    public static int StatusOf(string code) => Enum.GetValues<ErrorCode>().Select(value => value.Info()).Single(info => info.Name == code).Status;

    private static string ChatBody(string model, bool stream) =>
        $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}],"stream":{{(stream ? "true" : "false")}}}""";

    private static string SynapseBody(string model, bool stream) =>
        $$"""{"model":"{{model}}","conversation":[{"role":"user","content":"Hello"}],"stream":{{(stream ? "true" : "false")}}}""";

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static JsonElement Choice(JsonElement chunk) => chunk.GetProperty("choices")[0];

    private static string TextOf(IEnumerable<JsonElement> chunks) =>
        string.Concat(chunks.Select(chunk => Choice(chunk).GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : ""));
}
