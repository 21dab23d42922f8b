using System.Net.Http.Json;
using Tokenrill.Rig.Loads;
using Tokenrill.Rig.Processes;

namespace Tokenrill.Rig.Targets;

/// <summary>The model provider behind every target.</summary>
internal sealed class ProviderProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _http = new();

    private ProviderProcess(ChildProcess process, int port)
    {
        _process = process;
        Authority = $"127.0.0.1:{port}";
    }

    public string Authority { get; }

    public int Id => _process.Id;

    public static async Task<ProviderProcess> StartAsync(Workspace workspace, Ports ports, CancellationToken cancellationToken)
    {
        var port = ports.Take();
        var process = ChildProcess.Start(workspace.NewLog("provider"), workspace.Provider, [$"{port}"]);
        var provider = new ProviderProcess(process, port);
        try
        {
            await Readiness.WaitAsync("the provider", process, provider.AnswersAsync, cancellationToken);
            return provider;
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }
    }

    public async Task<ProviderStatistics> StatisticsAsync(CancellationToken cancellationToken) =>
        (await _http.GetFromJsonAsync($"http://{Authority}/stats", RigJson.Default.ProviderStatistics, cancellationToken))!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken) => await StatisticsAsync(cancellationToken) is not null;
}
