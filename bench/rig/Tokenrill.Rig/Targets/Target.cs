using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Processes;

namespace Tokenrill.Rig.Targets;

/// <summary>Something that stands between the load generator and the provider, running.</summary>
internal sealed class Target(string name, string authority, string path, ChildProcess? process) : IAsyncDisposable
{
    public string Name => name;

    public string BaseUrl => $"http://{authority}";

    /// <summary>Null when nothing stands between.</summary>
    public ChildProcess? Process => process;

    /// <summary>A request for a stream that behaves as the words say. One body serves both protocols.</summary>
    public LoadRequest Ask(string words)
    {
        var stream = path == TargetKind.NativePath ? "" : "\"stream\":true,";
        var body = $$"""{"model":"mock",{{stream}}"messages":[{"role":"user","content":"{{words}}"}]}""";
        return new LoadRequest(BaseUrl + path, ["Accept: text/event-stream"], body);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
    }
}
