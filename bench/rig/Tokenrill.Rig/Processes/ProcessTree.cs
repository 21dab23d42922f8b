using System.Globalization;
using System.Runtime.InteropServices;

namespace Tokenrill.Rig.Processes;

/// <summary>What a process and its descendants have used up.</summary>
internal static partial class ProcessTree
{
    private const int CpuClock = 2;

    /// <summary>The process and all that descend from it.</summary>
    public static IReadOnlyList<int> Of(int root)
    {
        var found = new List<int> { root };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(Children(found[i]));
        return found;
    }

    /// <summary>CPU, user and system, to the nanosecond, threads that have ended included: the process's own clock. The sums
    /// in /proc (schedstat) lose the time of threads that end, and a thread pool's do.</summary>
    public static IReadOnlyDictionary<int, TimeSpan> Cpu(int root) => Of(root).ToDictionary(process => process, CpuOf);

    public static TimeSpan CpuOf(int process)
    {
        // How Linux makes a clock id of a process id: clock_getcpuclockid(3).
        return GetTime((~process << 3) | CpuClock, out var time) == 0
            ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : TimeSpan.Zero;
    }

    /// <summary>Resident memory in bytes. Kernel socket buffers are not in it.</summary>
    public static long Resident(int root) => Of(root).Sum(static process =>
    {
        var fields = Read($"/proc/{process}/statm").Split(' ');
        return fields.Length < 2 ? 0 : long.Parse(fields[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
    });

    private static IEnumerable<int> Children(int process)
    {
        var tasks = $"/proc/{process}/task";
        if (!Directory.Exists(tasks))
            return [];
        return Directory.GetDirectories(tasks)
            .SelectMany(static task => Read(task + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(static child => int.Parse(child, CultureInfo.InvariantCulture));
    }

    /// <summary>Empty when the process is gone by now.</summary>
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeSpec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
