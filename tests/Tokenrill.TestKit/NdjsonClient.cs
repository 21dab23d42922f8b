using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Tokenrill.TestKit;

/// <summary>One line of an NDJSON stream.</summary>
/// <param name="Json">What it says.</param>
/// <param name="Arrived">When its last byte was read, as a <see cref="Stopwatch"/> timestamp.</param>
public sealed record NdjsonLine(JsonElement Json, long Arrived);

/// <summary>A raw reader of NDJSON streams.</summary>
public static class NdjsonClient
{
    /// <summary>Every line until the stream ends; empty ones (heartbeats) are left out, and one cut short does not parse.</summary>
    public static async IAsyncEnumerable<NdjsonLine> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var line in LineReader.ReadAsync(stream, withRest: true, cancellationToken))
            if (line.Length > 0)
                yield return new NdjsonLine(JsonSerializer.Deserialize<JsonElement>(line), Stopwatch.GetTimestamp());
    }

    /// <summary>Every line of a response.</summary>
    public static async IAsyncEnumerable<NdjsonLine> ReadAsync(HttpResponseMessage response, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var line in ReadAsync(stream, cancellationToken))
            yield return line;
    }
}
