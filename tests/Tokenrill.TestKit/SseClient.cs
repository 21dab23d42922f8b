using System.Diagnostics;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Tokenrill.TestKit;

/// <summary>One block of an event stream, comments and all, exactly as it came.</summary>
/// <param name="Id">The <c>id:</c> of this block; null when it has none.</param>
/// <param name="Event">The <c>event:</c> of this block; null when it has none.</param>
/// <param name="Data">The <c>data:</c> lines, joined by LF; null when it has none.</param>
/// <param name="Retry">The <c>retry:</c> line.</param>
/// <param name="Comments">The comment lines, without their colon.</param>
/// <param name="Arrived">When its last byte was read, as a <see cref="Stopwatch"/> timestamp.</param>
public sealed record SseEvent(string? Id, string? Event, string? Data, string? Retry, IReadOnlyList<string> Comments, long Arrived)
{
    /// <summary>The data as JSON.</summary>
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Data!);
}

/// <summary>A raw reader of event streams: it shows what is on the wire, reconnects nothing and forgives nothing.</summary>
public static class SseClient
{
    /// <summary>Sends a request that asks for an event stream and returns at the headers.</summary>
    public static async Task<HttpResponseMessage> OpenAsync(HttpClient client, HttpRequestMessage request)
    {
        if (request.Headers.Accept.Count == 0)
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).InTime();
    }

    /// <summary>Every block until the stream ends. A block that is not ended by an empty line is no block; a connection
    /// that is reset throws.</summary>
    public static async IAsyncEnumerable<SseEvent> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var next in ReadAsync(stream, cancellationToken))
            yield return next;
    }

    /// <summary>Every block until the stream ends.</summary>
    public static async IAsyncEnumerable<SseEvent> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string? id = null, name = null, data = null, retry = null;
        var comments = new List<string>();
        await foreach (var bytes in LineReader.ReadAsync(stream, withRest: false, cancellationToken))
        {
            var line = Strict.GetString(bytes);
            if (line.Length == 0)
            {
                if (id is not null || name is not null || data is not null || retry is not null || comments.Count > 0)
                    yield return new SseEvent(id, name, data, retry, [.. comments], Stopwatch.GetTimestamp());
                id = name = data = retry = null;
                comments.Clear();
                continue;
            }
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            if (field.Length > 0 && value.StartsWith(' '))
                value = value[1..];
            switch (field)
            {
                case "": comments.Add(value); break;
                case "id": id = value; break;
                case "event": name = value; break;
                case "retry": retry = value; break;
                case "data": data = data is null ? value : $"{data}\n{value}"; break;
                default: throw new InvalidDataException($"a line that no event stream has: {line}");
            }
        }
    }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
}
