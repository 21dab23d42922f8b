namespace Tokenrill.Rig.Workloads;

/// <summary>The workloads there are.</summary>
internal static class WorkloadList
{
    public const string Steady = "W2";

    private const int OwnFiles = 500;

    public static readonly Workload[] Standard =
    [
        new("W1", "latency: 20 streams x 50 tok/s x 200 tokens", WorkKind.Paced, 4, new(20, 200, "rate=50")),
        new(Steady, "steady: 1000 streams x 20 tok/s x 200 tokens", WorkKind.Paced, 11, new(1000, 200, "rate=20", Ramp: 1)),
        new("W3", "flood: 64 streams, as fast as it goes, one provider write per token", WorkKind.Flood, 0, new(64, 20_000, "rate=0")),
        new("W3b", "flood: 64 streams, as fast as it goes, 16 tokens per provider write", WorkKind.Flood, 0, new(64, 60_000, "rate=0 batch=16")),
        new("W5", "short: 64 connections, 1-token streams for 10 s", WorkKind.Short, 10, new(64, 1, "rate=0", Repeat: 10)),
        new("W4", "concurrency: 5000 streams x 1 tok/s x 15 tokens", WorkKind.Memory, 20, new(5000, 15, "rate=1", Ramp: 5)),
        new("F", "fan-out: one generation at 20 tok/s x 200 tokens, 1000 readers", WorkKind.FanOut, 13, new(1000, 200, "rate=20 ttft=3000", Ramp: 1)),
    ];

    /// <summary>What storing costs: a few streams for the latency, many for the CPU.</summary>
    public static readonly Workload[] Journal =
    [
        new("J1", "journal, latency: 20 streams x 50 tok/s x 200 tokens", WorkKind.Paced, 4, new(20, 200, "rate=50")),
        new("J2", "journal, steady: 1000 streams x 20 tok/s x 200 tokens", WorkKind.Paced, 11, new(1000, 200, "rate=20", Ramp: 1)),
    ];

    /// <summary>How figures grow with the number of streams, up to what the limit of open files allows: a gateway has two
    /// for each stream, and some of its own.</summary>
    public static IReadOnlyList<Workload> Scaling(int openFiles) =>
    [
        Cpu(10), Cpu(100), Cpu(1_000), Cpu(5_000),
        Memory(1_000), Memory(5_000), Memory(Math.Clamp((openFiles - OwnFiles) / 2, 1_000, 10_000)),
    ];

    /// <exception cref="RigException">One of them is not known.</exception>
    public static IReadOnlyList<Workload> Named(IEnumerable<string> names) =>
        [.. names.Select(name => Standard.FirstOrDefault(work => work.Table == name) ?? throw new RigException($"there is no workload \"{name}\"\n{RigOptions.Usage}"))];

    private static Workload Cpu(int streams) =>
        new("S", "CPU by streams: 5 tok/s x 60 tokens", WorkKind.Paced, 12 + RampFor(streams), new(streams, 60, "rate=5", RampFor(streams)));

    private static Workload Memory(int streams) =>
        new("M", "memory by streams: 1 tok/s x 20 tokens, a new process each", WorkKind.Memory, 20 + RampFor(streams), new(streams, 20, "rate=1", RampFor(streams)));

    private static double RampFor(int streams) => streams / 1000.0;
}
