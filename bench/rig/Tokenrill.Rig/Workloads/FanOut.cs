using System.Net.Http.Headers;
using System.Text;
using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Targets;

namespace Tokenrill.Rig.Workloads;

/// <summary>One generation that many read.</summary>
internal static class FanOut
{
    /// <summary>Starts a generation that nobody reads yet, and says how to read it.</summary>
    /// <exception cref="RigException">It was not accepted.</exception>
    public static async Task<LoadRequest> StartAsync(Target target, Load load, CancellationToken cancellationToken)
    {
        var ask = target.Ask(load.AllWords);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, ask.Url);
        request.Content = new StringContent(ask.Body!, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        request.Headers.Add("Prefer", "respond-async");
        using var response = await http.SendAsync(request, cancellationToken);
        var location = response.Headers.Location?.ToString();
        return response.IsSuccessStatusCode && location is not null
            ? new LoadRequest($"{target.BaseUrl}{location}/events", ask.Headers, Body: null)
            : throw new RigException($"{target.Name} answered {(int)response.StatusCode} instead of starting a generation");
    }
}
