using System.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>What the report's <c>ChatInterface</c> does with a stream: decodes each piece that arrives by itself, splits at line
/// ends, remembers the line <c>event:</c>, and takes the <c>data:</c> behind it. Other lines it does not look at.</summary>
internal sealed class ChatInterface(HttpResponseMessage response)
{
    private Stream? _stream;
    private string _rest = "";
    private string? _event;

    /// <summary>How many bytes arrive at once.</summary>
    public int PieceLength { get; init; } = 1024;

    /// <summary>What the page shows: every delta, appended.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>The names of the events, in order.</summary>
    public List<string> Events { get; } = [];

    /// <summary>The id of the message, once it is done.</summary>
    public string? Done { get; private set; }

    /// <summary>The error that came instead.</summary>
    public JsonElement? Error { get; private set; }

    /// <summary>Lines that the page did not look at, empty ones left out.</summary>
    public List<string> Ignored { get; } = [];

    /// <summary>Reads until the page shows this.</summary>
    public async Task ShowAsync(string text)
    {
        while (Shown != text)
            (await ReadAsync()).ShouldBeTrue();
    }

    /// <summary>Reads until something arrives that the page does not look at.</summary>
    public async Task IgnoreAsync()
    {
        while (Ignored.Count == 0)
            (await ReadAsync()).ShouldBeTrue();
    }

    /// <summary>Reads to the end of the stream. It has exactly one end, and nothing behind it.</summary>
    public async Task<ChatInterface> EndAsync()
    {
        while (await ReadAsync())
        {
        }
        _rest.ShouldBeEmpty();
        Events.Count(name => name != "chunk").ShouldBe(1);
        Events[^1].ShouldNotBe("chunk");
        return this;
    }

    private async Task<bool> ReadAsync()
    {
        _stream ??= await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var piece = new byte[PieceLength];
        var count = await _stream.ReadAsync(piece, TestContext.Current.CancellationToken).InTime();
        var lines = (_rest + Encoding.UTF8.GetString(piece, 0, count)).Split('\n');
        _rest = lines[^1];
        foreach (var line in lines[..^1])
            Take(line);
        return count > 0;
    }

    private void Take(string line)
    {
        if (line.StartsWith("event: ", StringComparison.Ordinal))
            _event = line[7..];
        else if (line.StartsWith("data: ", StringComparison.Ordinal))
            Take(JsonSerializer.Deserialize<JsonElement>(line[6..]));
        else if (line.Length > 0)
            Ignored.Add(line);
    }

    private void Take(JsonElement data)
    {
        Events.Add(_event.ShouldNotBeNull());
        switch (_event)
        {
            case "chunk":
                Shown += data.Text("delta");
                break;
            case "done":
                Done = data.Text("message_id");
                break;
            case "error":
                Error = data;
                break;
        }
        _event = null;
    }
}
