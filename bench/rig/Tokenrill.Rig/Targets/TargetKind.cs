using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Processes;

namespace Tokenrill.Rig.Targets;

/// <summary>How one of the targets is started, and what it is asked.</summary>
/// <param name="Name">As on the command line and in tables.</param>
/// <param name="Path">Where it takes requests for a stream.</param>
/// <param name="Start">Starts it on a port, in front of a provider; null when there is nothing to start.</param>
internal sealed record TargetKind(string Name, string Path, Func<Workspace, int, string, ChildProcess>? Start)
{
    public const string NativePath = "/v1/generations";
    private const string OpenAIPath = "/v1/chat/completions";

    public static readonly TargetKind Direct = new("direct", OpenAIPath, null);
    public static readonly TargetKind Nginx = new("nginx", OpenAIPath, Gateways.StartNginx);
    public static readonly TargetKind OpenAI = new("openai", OpenAIPath, Gateways.StartTokenrill);
    public static readonly TargetKind Native = new("native", NativePath, Gateways.StartTokenrill);

    /// <summary>The native protocol with everything stored, by what may be lost.</summary>
    public static readonly TargetKind None = Storing("none"), Batched = Storing("batched"), Strict = Storing("strict");

    /// <summary>The OpenAI dialect with everything stored as it is by default.</summary>
    public static readonly TargetKind OpenAIBatched = new("openai-batched", OpenAIPath, Gateways.StoringTokenrill("batched"));

    private static readonly TargetKind[] All = [Direct, Nginx, OpenAI, Native, None, Batched, Strict, OpenAIBatched];

    public static TargetKind Named(string name) =>
        All.FirstOrDefault(kind => kind.Name == name) ?? throw new RigException($"there is no target \"{name}\"\n{RigOptions.Usage}");

    /// <summary>Starts it and waits until it relays a stream.</summary>
    public async Task<Target> StartAsync(Workspace workspace, Ports ports, ProviderProcess provider, CancellationToken cancellationToken)
    {
        if (Start is null)
            return new Target(Name, provider.Authority, Path, null);
        var port = ports.Take();
        var process = Start(workspace, port, provider.Authority);
        var target = new Target(Name, $"127.0.0.1:{port}", Path, process);
        try
        {
            await Readiness.WaitAsync(Name, process, stop => RelaysAsync(workspace, target, stop), cancellationToken);
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    private static TargetKind Storing(string durability) => new(durability, NativePath, Gateways.StoringTokenrill(durability));

    private static async Task<bool> RelaysAsync(Workspace workspace, Target target, CancellationToken cancellationToken)
    {
        var load = new Load(Streams: 1, Tokens: 1, Words: "rate=0", Timeout: 2);
        return (await LoadGenerator.RunAsync(workspace, target.Ask(load.AllWords), load, cancellationToken)).Ok == 1;
    }
}
