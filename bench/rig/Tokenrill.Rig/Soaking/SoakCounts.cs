using System.Collections.Concurrent;

namespace Tokenrill.Rig.Soaking;

/// <summary>What all readers of a soak have seen.</summary>
internal sealed class SoakCounts
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _errors = new(StringComparer.Ordinal);

    public long this[string what] => _counts.GetValueOrDefault(what);

    public long AllErrors => _errors.Values.Sum();

    public IEnumerable<string> Errors => _errors.OrderByDescending(static error => error.Value).Select(static error => $"{error.Value} x {error.Key}");

    public void Count(string what, long by = 1) => _counts.AddOrUpdate(what, by, (_, before) => before + by);

    public void Error(string what) => _errors.AddOrUpdate(what, 1, static (_, before) => before + 1);
}
