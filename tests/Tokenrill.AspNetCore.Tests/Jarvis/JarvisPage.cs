using System.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Jarvis;

/// <summary>Jarvis's page: sends a prompt and reads the lines as its own code does. Each piece that arrives is decoded by
/// itself, lines are trimmed and parsed, and what names another stream than the first line did is ignored.</summary>
internal sealed class JarvisPage(HttpClient client, string session) : IDisposable
{
    private readonly TaskCompletionSource _thinking = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _kept = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Wanted, TaskCompletionSource Seen)> _wishes = [];
    private readonly StringBuilder _text = new();
    private readonly Lock _lock = new();

    /// <summary>How many bytes arrive at once.</summary>
    public int PieceLength { get; init; } = 16 * 1024;

    public List<JsonElement> Lines { get; } = [];

    public string? Stream { get; private set; }

    public string Text
    {
        get
        {
            lock (_lock)
                return _text.ToString();
        }
    }

    public string? Reason { get; private set; }

    public string? Error { get; private set; }

    public int Ignored { get; private set; }

    /// <summary>Completes when a line came that means nothing but that the connection lives.</summary>
    public Task Kept => _kept.Task.InTime();

    /// <summary>What the page's <c>onStatus</c> was told.</summary>
    public List<string> Statuses { get; } = [];

    /// <summary>Completes when the page shows that somebody thinks.</summary>
    public Task Thinking => _thinking.Task.InTime();

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

    /// <summary>The page is closed: its connection is reset.</summary>
    public Task CloseAsync() => _closing.CancelAsync();

    public void Dispose() => _closing.Dispose();

    /// <summary>Sends a prompt and reads to the end of the stream.</summary>
    public async Task AskAsync(string prompt, string model = "default")
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["prompt"] = prompt, ["model"] = model, ["stream"] = true });
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token, Ending);
        using var response = await client.SendAsync(Post($"/api/sessions/{session}/stream", body), HttpCompletionOption.ResponseHeadersRead, either.Token);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/x-ndjson");
        await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
        var piece = new byte[PieceLength];
        var buffer = "";
        while (await stream.ReadAsync(piece, either.Token) is var count and > 0)
        {
            buffer += Encoding.UTF8.GetString(piece, 0, count);
            var lines = buffer.Split('\n');
            foreach (var line in lines[..^1])
                Take(line.Trim());
            buffer = lines[^1];
        }
        buffer.Trim().ShouldBeEmpty();
    }

    private void Take(string line)
    {
        if (line.Length == 0)
        {
            _kept.TrySetResult();
            return;
        }
        var said = JsonSerializer.Deserialize<JsonElement>(line);
        said.Text("trace_id").ShouldBe(said.Text("stream_id"));
        Stream ??= said.Text("stream_id");
        if (said.Text("stream_id") != Stream)
        {
            Ignored++;
            return;
        }
        Lines.Add(said);
        switch (said.Text("type"))
        {
            case "token":
                said.Text("content").ShouldBe(said.Text("text"));
                Append(said.Text("text")!);
                break;
            case "status":
                Statuses.Add(said.Text("status")!);
                _thinking.TrySetResult();
                break;
            case "done":
                Reason = said.Text("reason");
                break;
            case "error":
                Error = said.Text("error");
                break;
        }
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
