using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Tokenrill.Rig.Timing;

/// <summary>A client that waits for a deadline and looks at its own clock.</summary>
internal static class DeadlineProbe
{
    /// <summary>How late the deadline's error reached the client, in milliseconds.</summary>
    /// <exception cref="RigException">The generation ended in another way.</exception>
    public static async Task<double> LatenessAsync(HttpClient http, DeadlineKind kind, CancellationToken cancellationToken)
    {
        var seconds = kind.Seconds.ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        var body = $$"""{"model":"mock","prompt":"{{kind.Words}}","deadlines":{"{{kind.Name}}":{{seconds}} } }""";
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        var counted = 0L;
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            var arrived = Stopwatch.GetTimestamp();
            if (line.Length == 0)
                continue;
            using var said = JsonDocument.Parse(line);
            var type = said.RootElement.GetProperty("type").GetString();
            if (type == kind.From)
                counted = arrived;
            if (type == "failed" && said.RootElement.GetProperty("error").GetProperty("code").GetString() == kind.Code)
                return Stopwatch.GetElapsedTime(counted, arrived).TotalMilliseconds - (kind.Seconds * 1000);
        }
        throw new RigException($"a generation did not end with {kind.Code}");
    }
}
