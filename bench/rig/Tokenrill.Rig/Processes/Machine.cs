using System.Globalization;

namespace Tokenrill.Rig.Processes;

/// <summary>The machine as a whole: what it is, how busy it is, and waiting for it to be quiet.</summary>
internal sealed class Machine(TimeSpan patience)
{
    /// <summary>Cores that something else may keep busy, for a machine to count as quiet.</summary>
    private const double Quiet = 0.1;

    private const double TicksPerSecond = 100;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private TimeSpan _patience = patience;

    /// <summary>CPU seconds that all processes together have used since the machine started.</summary>
    public static double BusySeconds()
    {
        // user nice system idle iowait irq softirq steal
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8)
            .Select(static field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        return (ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond;
    }

    /// <summary>Waits until the machine does next to nothing. False when the rig has no patience left.</summary>
    public async Task<bool> WaitUntilQuietAsync(CancellationToken cancellationToken)
    {
        while (_patience > TimeSpan.Zero)
        {
            var before = BusySeconds();
            await Task.Delay(Look, TimeProvider.System, cancellationToken);
            if (BusySeconds() - before < Quiet * Look.TotalSeconds)
                return true;
            _patience -= Look;
        }
        return false;
    }

    /// <summary>How many files and sockets a process may have open.</summary>
    public static int OpenFiles()
    {
        // Name, soft limit, hard limit; a process may raise the first to the second.
        var fields = File.ReadLines("/proc/self/limits").First(static line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return int.TryParse(fields[^2], CultureInfo.InvariantCulture, out var most) ? most : int.MaxValue;
    }

    public static string Describe()
    {
        var processor = Field("/proc/cpuinfo", "model name", ':');
        var memory = long.Parse(Field("/proc/meminfo", "MemTotal", ':').Split(' ')[0], CultureInfo.InvariantCulture) / (1 << 20);
        var system = Field("/etc/os-release", "PRETTY_NAME", '=').Trim('"');
        var kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim();
        return $"{Environment.ProcessorCount} cores ({processor}), {memory} GB, {system}, Linux {kernel}";
    }

    private static string Field(string file, string name, char separator) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim()
            : "unknown";
}
