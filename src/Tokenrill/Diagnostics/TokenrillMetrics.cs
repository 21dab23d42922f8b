using System.Diagnostics.Metrics;
using Tokenrill.Generations;

namespace Tokenrill.Diagnostics;

/// <summary>The engine's numbers, on the meter <see cref="MeterName"/>. Counted when a generation starts and ends, never
/// for a token.</summary>
internal sealed class TokenrillMetrics : IDisposable
{
    public const string MeterName = "Tokenrill";

    private readonly Meter _meter;
    private readonly Counter<long> _started;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _chunks;
    private readonly Counter<long> _outputTokens;
    private readonly Histogram<double> _firstToken;
    private readonly Histogram<double> _duration;

    public TokenrillMetrics(IMeterFactory? meters, Func<int> activeGenerations, Func<int> keptGenerations, Func<int> readers)
    {
        _meter = meters?.Create(new MeterOptions(MeterName)) ?? new Meter(MeterName);
        _started = _meter.CreateCounter<long>("tokenrill.generations.started", description: "Generations that a provider was asked for.");
        _ended = _meter.CreateCounter<long>("tokenrill.generations.ended", description: "Generations that ended, by outcome.");
        _chunks = _meter.CreateCounter<long>("tokenrill.chunks", description: "Events with output, counted when their generation ends.");
        _outputTokens = _meter.CreateCounter<long>("tokenrill.output.tokens", description: "Output tokens as providers count them.");
        _firstToken = _meter.CreateHistogram<double>("tokenrill.first_token", "s", "From the start of a generation to its first token.");
        _duration = _meter.CreateHistogram<double>("tokenrill.duration", "s", "From the start of a generation to its end.");
        _meter.CreateObservableGauge("tokenrill.generations.active", activeGenerations, description: "Generations that run or wait for their session.");
        _meter.CreateObservableGauge("tokenrill.generations.kept", keptGenerations, description: "Finished generations that are in memory.");
        _meter.CreateObservableGauge("tokenrill.readers", readers, description: "Readers attached now.");
    }

    public void Started(Generation generation) => _started.Add(1, Provider(generation));

    public void FirstToken(Generation generation, TimeSpan after) => _firstToken.Record(after.TotalSeconds, Provider(generation));

    public void Ended(Generation generation)
    {
        var provider = Provider(generation);
        _ended.Add(1, provider, new("outcome", generation.Outcome.WireName()));
        _chunks.Add(generation.Log.Output.Events, provider);
        if (generation.Usage is { } usage)
            _outputTokens.Add(usage.OutputTokens, provider);
        _duration.Record(generation.Log.Age.TotalSeconds, provider);
    }

    public void Dispose() => _meter.Dispose();

    // Not the model: clients name models, and a label that clients can choose grows without bound.
    private static KeyValuePair<string, object?> Provider(Generation generation) =>
        new("provider", generation.ProviderName);
}
