using System.Globalization;
using System.Text;

namespace Tokenrill.AspNetCore.Endpoints.Metrics;

/// <summary>What an instrument adds up to.</summary>
internal enum MetricKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,
    /// <summary>The value of the moment.</summary>
    Gauge,
    /// <summary>A distribution over buckets.</summary>
    Histogram,
}

/// <summary>The numbers of one instrument, a series for each combination of labels.</summary>
internal sealed class MetricSeries(string name, string? help, MetricKind kind)
{
    // In seconds, from a fast first token to the longest total deadline there usually is.
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private readonly Lock _lock = new();
    private readonly List<Series> _series = [];

    /// <summary>Takes one measurement.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_lock)
        {
            var series = SeriesOf(labels);
            series.Sum = kind == MetricKind.Gauge ? value : series.Sum + value;
            if (kind == MetricKind.Histogram)
                series.Buckets[BucketOf(value)]++;
        }
    }

    /// <summary>Writes it as Prometheus reads it: https://prometheus.io/docs/instrumenting/exposition_formats/</summary>
    public void Write(StringBuilder output)
    {
        if (help is not null)
            output.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\n");
        output.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {kind.ToString().ToLowerInvariant()}\n");
        lock (_lock)
            foreach (var series in _series.OrderBy(static series => series.Text, StringComparer.Ordinal))
                Write(output, series.Text, series);
    }

    private void Write(StringBuilder output, string labels, Series series)
    {
        if (kind != MetricKind.Histogram)
        {
            output.Append(CultureInfo.InvariantCulture, $"{name}{Braced(labels)} {series.Sum}\n");
            return;
        }
        long count = 0;
        for (var i = 0; i <= Bounds.Length; i++)
        {
            count += series.Buckets[i];
            var bound = i < Bounds.Length ? Bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            output.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{(labels.Length > 0 ? labels + "," : "")}le=\"{bound}\"}} {count}\n");
        }
        output.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(labels)} {series.Sum}\n{name}_count{Braced(labels)} {count}\n");
    }

    /// <summary>The series of these labels. There are a handful, so looking at each is less work than making a key.</summary>
    private Series SeriesOf(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        foreach (var known in _series)
            if (AreSame(labels, known.Labels))
                return known;
        var series = new Series(labels.ToArray(), Labels(labels));
        _series.Add(series);
        return series;
    }

    private static bool AreSame(ReadOnlySpan<KeyValuePair<string, object?>> some, ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (some.Length != others.Length)
            return false;
        for (var i = 0; i < some.Length; i++)
            if (some[i].Key != others[i].Key || !Equals(some[i].Value, others[i].Value))
                return false;
        return true;
    }

    private static string Braced(string labels) => labels.Length > 0 ? $"{{{labels}}}" : "";

    private static int BucketOf(double value)
    {
        var index = Bounds.AsSpan().IndexOfAnyInRange(value, double.MaxValue);
        return index < 0 ? Bounds.Length : index;
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in labels)
        {
            var escaped = (value?.ToString() ?? "").Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
            text.Append(text.Length > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"{key.Replace('.', '_')}=\"{escaped}\"");
        }
        return text.ToString();
    }

    private sealed class Series(KeyValuePair<string, object?>[] labels, string text)
    {
        public KeyValuePair<string, object?>[] Labels => labels;

        public string Text => text;

        public double Sum { get; set; }

        public long[] Buckets { get; } = new long[Bounds.Length + 1];
    }
}
