using Tokenrill.Models;

namespace Tokenrill.Benchmarks;

/// <summary>A provider that says so many tokens, at once or one after each pause.</summary>
internal sealed class Teller(int tokens, TimeSpan pause = default) : IModelProvider
{
    public async Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken)
    {
        sink.Accepted();
        for (var i = 0; i < tokens; i++)
        {
            sink.Text(" token"u8);
            if (pause == default)
                continue;
            sink.Flush();
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
        sink.Finish(FinishReason.Stop);
        sink.Flush();
    }

    public void EnsureSupported(ModelRequest request)
    {
    }

    public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ModelInfo>>([]);
}
