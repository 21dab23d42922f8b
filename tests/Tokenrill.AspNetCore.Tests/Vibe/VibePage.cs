using System.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Vibe;

/// <summary>Vibe's page: fetches, decodes each piece that arrives by itself, and takes the lines that begin with <c>data: </c>.</summary>
internal sealed class VibePage(HttpClient client)
{
    private readonly List<(string Wanted, TaskCompletionSource Seen)> _wishes = [];
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    /// <summary>How many bytes arrive at once.</summary>
    public int PieceLength { get; init; } = 16 * 1024;

    /// <summary>The page is closed.</summary>
    public CancellationToken Closed { get; init; }

    public List<JsonElement> Lines { get; } = [];

    public string Text
    {
        get
        {
            lock (_lock)
                return _text.ToString();
        }
    }

    public bool IsDone { get; private set; }

    public string? Error { get; private set; }

    public string? ErrorId { get; private set; }

    /// <summary>Completes when a line came that means nothing but that the connection lives.</summary>
    public Task Kept => _kept.Task.InTime();

    /// <summary>Completes when the page shows this text.</summary>
    public Task ShownAsync(string text)
    {
        lock (_lock)
        {
            if (_text.ToString() == text)
                return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wishes.Add((text, seen));
            return seen.Task.InTime();
        }
    }

    /// <summary>Sends a body and reads to the end of the stream.</summary>
    public async Task AskAsync(string body)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Closed, Ending);
        using var response = await client.SendAsync(Post("/api/stream-response", body), HttpCompletionOption.ResponseHeadersRead, either.Token);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        var piece = new byte[PieceLength];
        var buffer = "";
        while (await stream.ReadAsync(piece, either.Token) is var count and > 0)
        {
            buffer += Encoding.UTF8.GetString(piece, 0, count);
            var lines = buffer.Split('\n');
            foreach (var line in lines[..^1])
                Take(line);
            buffer = lines[^1];
        }
        buffer.ShouldBeEmpty();
    }

    private void Take(string line)
    {
        if (line.StartsWith(':'))
            _kept.TrySetResult();
        if (!line.StartsWith("data: ", StringComparison.Ordinal))
            return;
        (IsDone || Error is not null).ShouldBeFalse("nothing follows the end");
        var said = JsonSerializer.Deserialize<JsonElement>(line[6..]);
        Lines.Add(said);
        if (said.Text("chunk") is { } chunk)
            Append(chunk);
        else if (said.Text("error") is { } error)
            (Error, ErrorId) = (error, said.Text("error_id"));
        else
            IsDone = said.GetProperty("done").GetBoolean();
    }

    private void Append(string text)
    {
        lock (_lock)
        {
            _text.Append(text);
            var now = _text.ToString();
            _wishes.RemoveAll(wish => wish.Wanted == now && wish.Seen.TrySetResult());
        }
    }
}
