using System.Text;
using System.Threading.Channels;

namespace Tokenrill.Providers.Tests;

/// <summary>Keeps what a provider pushes: the bytes of each channel, and every call in its order.</summary>
internal sealed class RecordingSink : IGenerationSink
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<byte> _text = [];
    private readonly List<byte> _reasoning = [];
    private readonly List<string> _calls = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<int> _flushed = Channel.CreateUnbounded<int>();

    public byte[] TextBytes => [.. _text];

    public string TextSoFar => Encoding.UTF8.GetString(TextBytes);

    public string ReasoningSoFar => Encoding.UTF8.GetString([.. _reasoning]);

    /// <summary>Every call but the flushes, as <c>kind:value</c>; what is no UTF-8 as <c>hex …</c>.</summary>
    public IReadOnlyList<string> Calls => _calls;

    /// <summary>How much text had been pushed at each flush.</summary>
    public List<int> TextAtFlush { get; } = [];

    public Task WhenConnected => _connected.Task;

    public Task WhenAccepted => _accepted.Task;

    /// <summary>Waits for a flush that no earlier call of this has waited for.</summary>
    public Task NextFlushAsync() => _flushed.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    /// <summary>Waits for a flush of text.</summary>
    public async Task NextTextAsync()
    {
        while (await _flushed.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon() == 0)
        {
            // The acceptance alone.
        }
    }

    public void Connected()
    {
        _calls.Add("connected");
        _connected.TrySetResult();
    }

    public void Accepted()
    {
        _calls.Add("accepted");
        _accepted.TrySetResult();
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        _text.AddRange(utf8);
        _calls.Add("text:" + Show(utf8));
    }

    public void Reasoning(ReadOnlySpan<byte> utf8)
    {
        _reasoning.AddRange(utf8);
        _calls.Add("reasoning:" + Show(utf8));
    }

    public void ToolCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) =>
        _calls.Add($"tool {index}:{Show(id)}|{Show(name)}|{Show(arguments)}");

    public void Usage(in TokenUsage usage) =>
        _calls.Add($"usage:{usage.InputTokens}/{usage.OutputTokens}/{usage.ReasoningTokens}/{usage.CachedTokens}");

    public void Finish(FinishReason reason) => _calls.Add("finish:" + reason);

    public void Flush()
    {
        TextAtFlush.Add(_text.Count);
        _flushed.Writer.TryWrite(_text.Count);
    }

    private static string Show(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "hex " + Convert.ToHexString(bytes);
        }
    }
}
