using System.Text;
using System.Text.Json;

namespace Tokenrill.AspNetCore.Tests.Synapse;

/// <summary>What Synapse's page does with a stream: takes bytes as they come, decodes them, splits at line ends, parses each line
/// that begins with <c>data: </c>, appends its content, and finishes at <c>done</c>.</summary>
/// <remarks>One thing it does better than the page: a line that has only begun waits for its rest. Where the network cuts is
/// nobody's choice.</remarks>
internal sealed class SynapsePage(HttpResponseMessage response)
{
    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly Queue<JsonElement> _chunks = new();
    private readonly byte[] _bytes = new byte[1024];
    private readonly char[] _characters = new char[1024];
    private Stream? _stream;
    private string _rest = "";

    /// <summary>What the page shows: every content, appended.</summary>
    public string Shown { get; private set; } = "";

    /// <summary>The <c>full_content</c> of the chunk that was done; null before it.</summary>
    public string? Finished { get; private set; }

    /// <summary>Lines that the page did not look at, empty ones left out.</summary>
    public List<string> Ignored { get; } = [];

    /// <summary>The next chunk; null at the end of the stream.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        while (_chunks.Count == 0)
            if (!await ReadAsync())
                return null;
        return _chunks.Dequeue();
    }

    /// <summary>Every chunk until the stream ends.</summary>
    public async Task<List<JsonElement>> AllAsync()
    {
        var all = new List<JsonElement>();
        while (await NextAsync() is { } chunk)
            all.Add(chunk);
        return all;
    }

    private async Task<bool> ReadAsync()
    {
        _stream ??= await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var count = await _stream.ReadAsync(_bytes, TestContext.Current.CancellationToken).InTime();
        if (count == 0)
        {
            _rest.ShouldBeEmpty();
            return false;
        }
        var lines = (_rest + new string(_characters, 0, _decoder.GetChars(_bytes, 0, count, _characters, 0))).Split('\n');
        _rest = lines[^1];
        foreach (var line in lines[..^1])
            Take(line);
        return true;
    }

    private void Take(string line)
    {
        if (!line.StartsWith("data: ", StringComparison.Ordinal))
        {
            if (line.Length > 0)
                Ignored.Add(line);
            return;
        }
        Finished.ShouldBeNull("nothing may follow the chunk that is done");
        var data = JsonSerializer.Deserialize<JsonElement>(line[6..]);
        Shown += data.GetProperty("content").GetString();
        if (data.GetProperty("done").GetBoolean())
            Finished = data.GetProperty("full_content").GetString();
        _chunks.Enqueue(data);
    }
}
