using System.Text;
using BenchmarkDotNet.Attributes;
using Tokenrill.Models;
using Tokenrill.Providers.Ollama;
using Tokenrill.Providers.OpenAI;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Benchmarks;

/// <summary>What a provider's bytes cost until they are a span of text. Each operation is one token of a stream of a
/// thousand, read in pieces as they would come from a socket: a piece for each token, or 8 KiB at a time.</summary>
[MemoryDiagnoser]
public class DecoderBenchmarks
{
    private const int Tokens = 1000;

    private static readonly ProviderIdentity Provider = new("bench", []);
    private static readonly byte[] OpenAIToken = Encoding.UTF8.GetBytes("""data: {"id":"chatcmpl-9x1","object":"chat.completion.chunk","created":1735689600,"model":"gpt-4o-mini-2024-07-18","system_fingerprint":"fp_1","choices":[{"index":0,"delta":{"content":" token"},"logprobs":null,"finish_reason":null}]}""" + "\n\n");
    private static readonly byte[] OllamaToken = Encoding.UTF8.GetBytes("""{"model":"llama3:8b","created_at":"2025-01-01T00:00:00.000000Z","message":{"role":"assistant","content":" token"},"done":false}""" + "\n");
    private static readonly byte[] OpenAIBurst = [.. Enumerable.Repeat(OpenAIToken, Tokens).SelectMany(token => token)];
    private static readonly byte[] OllamaBurst = [.. Enumerable.Repeat(OllamaToken, Tokens).SelectMany(token => token)];

    private readonly CountingSink _sink = new();

    /// <summary>OpenAI's SSE, one read a token.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int OpenAIOneByOne()
    {
        using var decoder = new OpenAIAnswerDecoder(_sink, Provider);
        for (var i = 0; i < Tokens; i++)
            decoder.Feed(OpenAIToken);
        return _sink.Bytes;
    }

    /// <summary>OpenAI's SSE, as much as comes in 8 KiB.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int OpenAIInBursts()
    {
        using var decoder = new OpenAIAnswerDecoder(_sink, Provider);
        Feed(OpenAIBurst, decoder);
        return _sink.Bytes;
    }

    /// <summary>Ollama's NDJSON, one read a token.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int OllamaOneByOne()
    {
        using var decoder = new OllamaAnswerDecoder(_sink, Provider);
        for (var i = 0; i < Tokens; i++)
            decoder.Feed(OllamaToken);
        return _sink.Bytes;
    }

    /// <summary>Ollama's NDJSON, as much as comes in 8 KiB.</summary>
    [Benchmark(OperationsPerInvoke = Tokens)]
    public int OllamaInBursts()
    {
        using var decoder = new OllamaAnswerDecoder(_sink, Provider);
        Feed(OllamaBurst, decoder);
        return _sink.Bytes;
    }

    private static void Feed(byte[] stream, IAnswerDecoder decoder)
    {
        const int read = 8 * 1024;
        for (var at = 0; at < stream.Length; at += read)
            decoder.Feed(stream.AsSpan(at, Math.Min(read, stream.Length - at)));
    }

    private sealed class CountingSink : IGenerationSink
    {
        public int Bytes { get; private set; }

        public void Text(ReadOnlySpan<byte> utf8) => Bytes += utf8.Length;

        public void Reasoning(ReadOnlySpan<byte> utf8) => Bytes += utf8.Length;

        public void ToolCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) => Bytes += arguments.Length;

        public void Connected()
        {
        }

        public void Accepted()
        {
        }

        public void Usage(in TokenUsage usage)
        {
        }

        public void Finish(FinishReason reason)
        {
        }

        public void Flush()
        {
        }
    }
}
