using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Globalization;

namespace Tokenrill.Rig.Soaking;

/// <summary>One connection that reads a generation. Checks what every reader is promised: sequence numbers without a gap, and one
/// terminal event, the last.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly Stream _body;
    private readonly IAsyncEnumerator<SseItem<int>> _events;

    private EventStream(HttpResponseMessage response, Stream body, int after, CancellationToken cancellationToken)
    {
        _response = response;
        _body = body;
        Position = after;
        Generation = response.Headers.TryGetValues("Tokenrill-Generation", out var values) ? values.First() : "";
        // The data itself is not looked at: its length is all there is to keep.
        _events = SseParser.Create(body, static (_, data) => data.Length).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    public string Generation { get; }

    /// <summary>The sequence number of the last event that was read.</summary>
    public int Position { get; private set; }

    /// <summary>The terminal event's type, once it was read.</summary>
    public string? Terminal { get; private set; }

    /// <summary>Null when there is nothing more to read (204).</summary>
    /// <exception cref="SoakException">Another status than 200 or 204.</exception>
    public static async Task<EventStream?> OpenAsync(HttpClient http, HttpRequestMessage request, int after, CancellationToken cancellationToken)
    {
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK)
            return new EventStream(response, await response.Content.ReadAsStreamAsync(cancellationToken), after, cancellationToken);
        response.Dispose();
        return response.StatusCode == HttpStatusCode.NoContent ? null : throw new SoakException($"{request.Method} answered {(int)response.StatusCode}");
    }

    /// <summary>Reads so many events, or to the end. How many there were.</summary>
    /// <exception cref="SoakException">A promise was broken.</exception>
    public async Task<int> ReadAsync(int most)
    {
        for (var count = 0; count < most; count++)
        {
            if (!await _events.MoveNextAsync())
                return Terminal is null ? throw new SoakException("a stream ended without a terminal event") : count;
            Take(_events.Current);
        }
        return most;
    }

    public Task<int> ReadToEndAsync() => ReadAsync(int.MaxValue);

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _response.Dispose();
        await _body.DisposeAsync();
    }

    private void Take(SseItem<int> item)
    {
        if (Terminal is not null)
            throw new SoakException("an event after the terminal one");
        var id = item.EventId ?? "";
        if (!int.TryParse(id.AsSpan(id.IndexOf(':', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture, out var sequence))
            throw new SoakException($"an event of type {item.EventType} without a sequence number");
        if (sequence != Position + 1)
            throw new SoakException(sequence > Position ? "a gap" : "a duplicate");
        Position = sequence;
        if (item.EventType is "completed" or "failed" or "cancelled" or "superseded" or "interrupted")
            Terminal = item.EventType;
    }
}
