namespace Tokenrill.Providers.Simulator;

/// <summary>A provider inside the process: for the first run, for tests, and for people who build streaming UIs without
/// paying for tokens. It answers with fixed texts that say they are a simulation, or with what it is given, at a pace that can
/// be set, and fails on demand in the ways that real providers fail.</summary>
/// <remarks>The same request gives the same answer. What the models do and what the first line of a prompt may set stands
/// in docs/guides/simulator.md.</remarks>
public sealed class SimulatorProvider : IModelProvider
{
    /// <summary>The name under which servers offer it: its models are <c>sim/steady</c> and so on.</summary>
    public const string Name = "sim";

    private readonly TimeProvider _time;

    /// <summary>A simulator that paces its answers by <paramref name="time"/>. Default: the system's.</summary>
    public SimulatorProvider(TimeProvider? time = null) => _time = time ?? TimeProvider.System;

    /// <inheritdoc/>
    public async Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        var model = SimulatorModels.Find(request.Model);
        var prompt = SettingsLine.Read(request.Messages, model);
        // Whoever starts a generation must not be kept waiting by an answer that never waits.
        await Task.Yield();
        using var pace = new Pace(_time, cancellationToken);
        await new SimulatedRun(request, new SimulatedAnswer(request, model, prompt), prompt.Settings, sink, pace).RunAsync();
    }

    /// <summary>Refuses what a simulation cannot honour: stop texts, response formats, images, and tools that must be
    /// called by a model that calls none. Settings that only weigh a model's choice of words are accepted: there is no choice here.</summary>
    /// <inheritdoc/>
    public void EnsureSupported(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        SimulatorSupport.Ensure(request);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(SimulatorModels.List);
}
