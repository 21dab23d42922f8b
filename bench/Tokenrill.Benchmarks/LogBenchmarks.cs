using BenchmarkDotNet.Attributes;
using Tokenrill.Logs;
using Tokenrill.Time;

namespace Tokenrill.Benchmarks;

/// <summary>What the log costs a token. Each operation is one token of a log of a thousand.</summary>
[MemoryDiagnoser]
public class LogBenchmarks
{
    private const int Tokens = 1000;

    private static readonly Clock Clock = new(TimeProvider.System);
    private static readonly Sweep Sweep = new(Clock);
    private static readonly GenerationLog Full = Fill();

    /// <summary>A new log, a thousand appends, each published: growth of the buffers included.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int AppendAndPublish() => Fill().LastSequence;

    /// <summary>A reader that is behind takes what is there.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int Read()
    {
        using var reader = new LogReader(Full, 0, Clock, Sweep);
        var bytes = 0;
        while (reader.TryRead(out var next))
            bytes += next.Bytes.Length;
        return bytes;
    }

    /// <summary>A reader that keeps up: waits, is woken by the append, reads one event.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public async Task<int> AppendWakeRead()
    {
        var log = new GenerationLog(Clock);
        using var reader = new LogReader(log, 0, Clock, Sweep);
        var reading = ReadAllAsync(reader);
        var writer = log.OpenWriter();
        for (var i = 0; i < Tokens; i++)
        {
            writer.Text(" token"u8);
            log.Publish();
        }
        return await reading;
    }

    private static async Task<int> ReadAllAsync(LogReader reader)
    {
        var events = 0;
        while (events < Tokens)
        {
            await reader.WaitAsync();
            while (reader.TryRead(out _))
                events++;
        }
        return events;
    }

    private static GenerationLog Fill()
    {
        var log = new GenerationLog(Clock);
        var writer = log.OpenWriter();
        for (var i = 0; i < Tokens; i++)
        {
            writer.Text(" token"u8);
            log.Publish();
        }
        return log;
    }
}
