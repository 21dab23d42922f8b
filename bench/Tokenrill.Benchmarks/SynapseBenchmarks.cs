using System.Buffers;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Tokenrill.AspNetCore.Dialects.Synapse;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.Benchmarks;

/// <summary>What one token costs as a chunk of Synapse's, so many tokens into the answer, into a buffer that is emptied after it.</summary>
[MemoryDiagnoser]
public class SynapseBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(1 << 20);
    private Generation _generation = null!;
    private SynapseChunks _encoder = null!;
    private int _last;

    /// <summary>Tokens before this one and itself.</summary>
    [Params(100, 1000, 10_000)]
    public int Tokens { get; set; }

    /// <summary>Which chunks repeat the answer so far.</summary>
    [Params(FullContent.Always, FullContent.Final)]
    public FullContent FullContent { get; set; }

    /// <summary>An answer of so many tokens, and an encoder that has sent all of it.</summary>
    [GlobalSetup]
    public async Task FillAsync()
    {
        var models = new ModelCatalog(new Dictionary<string, IModelProvider> { ["bench"] = new Teller(Tokens) }, new Dictionary<string, IReadOnlyList<string>>());
        using var service = new GenerationService(new TokenrillOptions(), models, TimeProvider.System, NullLogger<GenerationService>.Instance);
        var request = new GenerationRequest { Ask = new ModelRequest { Model = "bench/model", Messages = [new ChatMessage(ChatRole.User, "Hello")] } };
        _generation = (await service.StartAsync(request, new Caller("bench"), withReader: false, CancellationToken.None)).Generation;
        using var reader = _generation.Attach();
        await reader.ReadToEndAsync();
        _encoder = new SynapseChunks(_generation, FullContent, new SynapseErrorIds(NullLogger<SynapseErrorIds>.Instance));
        for (var sequence = 1; sequence <= reader.Position; sequence++)
        {
            if (_generation.Log[sequence].Kind == EventKind.Text)
                _last = sequence;
            _encoder.Encode(_generation.Log[sequence], _output);
            _output.ResetWrittenCount();
        }
    }

    /// <summary>The last token of the answer.</summary>
    [Benchmark]
    public int Chunk()
    {
        _encoder.Encode(_generation.Log[_last], _output);
        var bytes = _output.WrittenCount;
        _output.ResetWrittenCount();
        return bytes;
    }
}
