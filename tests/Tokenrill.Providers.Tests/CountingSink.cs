namespace Tokenrill.Providers.Tests;

/// <summary>Counts pieces and keeps nothing, so that what is measured is the decoder.</summary>
internal sealed class CountingSink : IGenerationSink
{
    public int Pieces { get; private set; }

    public void Connected()
    {
    }

    public void Accepted()
    {
    }

    public void Text(ReadOnlySpan<byte> utf8) => Pieces++;

    public void Reasoning(ReadOnlySpan<byte> utf8) => Pieces++;

    public void ToolCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) => Pieces++;

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
