using System.Buffers;
using BenchmarkDotNet.Attributes;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Logs;
using Tokenrill.Time;

namespace Tokenrill.Benchmarks;

/// <summary>What an event costs until it is bytes for a client. Each operation is one token of a thousand, into a buffer
/// that is emptied after each of them (a reader that keeps up) or after all (one that is behind).</summary>
[MemoryDiagnoser]
public class EncoderBenchmarks
{
    private const int Tokens = 1000;

    private static readonly GenerationLog Log = Fill();

    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private readonly NativeSseEncoder _sse = new("gen_0199aabbccddeeff0011223344556677");
    private readonly NativeNdjsonEncoder _ndjson = new();

    /// <summary>The native protocol as SSE, one event at a time.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int NativeSseOneByOne() => OneByOne(_sse);

    /// <summary>The native protocol as SSE, all at once.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int NativeSseAllAtOnce() => AllAtOnce(_sse);

    /// <summary>The native protocol as NDJSON, all at once.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int NativeNdjsonAllAtOnce() => AllAtOnce(_ndjson);

    private int OneByOne(IStreamEncoder encoder)
    {
        var bytes = 0;
        for (var sequence = 1; sequence <= Log.LastSequence; sequence++)
        {
            encoder.Encode(Log[sequence], _output);
            bytes += _output.WrittenCount;
            _output.ResetWrittenCount();
        }
        return bytes;
    }

    private int AllAtOnce(IStreamEncoder encoder)
    {
        for (var sequence = 1; sequence <= Log.LastSequence; sequence++)
            encoder.Encode(Log[sequence], _output);
        var bytes = _output.WrittenCount;
        _output.ResetWrittenCount();
        return bytes;
    }

    private static GenerationLog Fill()
    {
        var log = new GenerationLog(new Clock(TimeProvider.System));
        var writer = log.OpenWriter();
        for (var i = 0; i < Tokens; i++)
            writer.Text(" token"u8);
        log.Publish();
        return log;
    }
}
