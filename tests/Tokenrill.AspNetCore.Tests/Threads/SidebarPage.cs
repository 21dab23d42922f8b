using System.Globalization;
using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Threads;

/// <summary>The report's <c>StructureSidebar</c> as it is with this server: it asks when the server says, and has no schedule of
/// its own. Time moves from one poll to the next.</summary>
internal sealed class SidebarPage(HttpClient client, FakeTime time, string path)
{
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private string? _tag;

    /// <summary>When it asked, in seconds from its beginning, and what it was answered.</summary>
    public List<(double At, int Status)> Polls { get; } = [];

    /// <summary>The list it shows.</summary>
    public JsonElement Shown { get; private set; }

    /// <summary>Asks until it is told no more when to ask again, or until this long has passed.</summary>
    public async Task PollAsync(TimeSpan most)
    {
        while (await PollOnceAsync() is { } wait && time.GetUtcNow() + wait < _start + most)
            time.Advance(wait);
    }

    private async Task<TimeSpan?> PollOnceAsync()
    {
        var request = Get(path);
        using var response = await client.OpenAsync(_tag is null ? request : request.With("If-None-Match", _tag));
        Polls.Add(((time.GetUtcNow() - _start).TotalSeconds, (int)response.StatusCode));
        _tag = response.Headers.ETag!.ToString();
        if (response.IsSuccessStatusCode)
            Shown = await response.JsonAsync();
        return response.Headers.TryGetValues("Retry-After", out var wait) ? TimeSpan.FromSeconds(int.Parse(wait.Single(), CultureInfo.InvariantCulture)) : null;
    }
}
