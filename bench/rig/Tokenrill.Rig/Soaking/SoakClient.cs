using System.Net.Http.Headers;
using System.Text;

namespace Tokenrill.Rig.Soaking;

/// <summary>The native protocol, as far as a soak needs it.</summary>
internal sealed class SoakClient(HttpClient http)
{
    /// <summary>Starts a generation and reads it from its first event.</summary>
    public async Task<EventStream> StartAsync(string words, bool cancelWhenLost, CancellationToken cancellationToken)
    {
        var body = $$"""{"model":"mock","prompt":"{{words}}","on_disconnect":"{{(cancelWhenLost ? "cancel" : "continue")}}"}""";
        using var request = Post("/v1/generations", body);
        return await EventStream.OpenAsync(http, request, after: 0, cancellationToken)
            ?? throw new SoakException("a start answered 204");
    }

    /// <summary>Reads on behind an event, with the header that browsers send or with the query, as they come.</summary>
    public async Task<EventStream?> ResumeAsync(string generation, int after, CancellationToken cancellationToken)
    {
        var byHeader = after % 2 == 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/generations/{generation}/events" + (byHeader ? "" : $"?after={after}"));
        if (byHeader)
            request.Headers.Add("Last-Event-ID", $"{generation}:{after}");
        return await EventStream.OpenAsync(http, request, after, cancellationToken);
    }

    public async Task StopAsync(string generation, CancellationToken cancellationToken)
    {
        using var request = Post($"/v1/generations/{generation}/stop", "");
        using var response = await http.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new SoakException($"a stop answered {(int)response.StatusCode}");
    }

    private static HttpRequestMessage Post(string path, string body) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
}
