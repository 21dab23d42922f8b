using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace Tokenrill.AspNetCore.Endpoints.Metrics;

/// <summary>Listens to this host's engine and keeps its numbers for whoever asks.</summary>
internal sealed class MetricsListener : IDisposable
{
    private const string MeterName = "Tokenrill";

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);

    public MetricsListener(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // By the factory and not only by the name: a process may hold another engine.
            if (instrument.Meter.Name == MeterName && instrument.Meter.Scope == meters && KindOf(instrument) is { } kind)
                listener.EnableMeasurementEvents(instrument, _series.GetOrAdd(NameOf(instrument, kind), name => new MetricSeries(name, instrument.Description, kind)));
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, labels, state) => ((MetricSeries)state!).Record(value, labels));
        _listener.SetMeasurementEventCallback<int>(static (_, value, labels, state) => ((MetricSeries)state!).Record(value, labels));
        _listener.SetMeasurementEventCallback<double>(static (_, value, labels, state) => ((MetricSeries)state!).Record(value, labels));
        _listener.Start();
    }

    /// <summary>Everything, as Prometheus reads it.</summary>
    public string Write()
    {
        _listener.RecordObservableInstruments();
        var output = new StringBuilder();
        foreach (var (_, series) in _series.OrderBy(static series => series.Key, StringComparer.Ordinal))
            series.Write(output);
        return output.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private static MetricKind? KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> or Counter<int> or Counter<double> => MetricKind.Counter,
        Histogram<double> or Histogram<long> or Histogram<int> => MetricKind.Histogram,
        ObservableGauge<int> or ObservableGauge<long> or ObservableGauge<double> => MetricKind.Gauge,
        _ => null,
    };

    private static string NameOf(Instrument instrument, MetricKind kind)
    {
        var name = instrument.Name.Replace('.', '_');
        return (instrument.Unit, kind) switch
        {
            ("s", _) => name + "_seconds",
            (_, MetricKind.Counter) => name + "_total",
            _ => name,
        };
    }
}
