using System.Text;
using Tokenrill.Models;

namespace Tokenrill.TestKit;

/// <summary>One call of a <see cref="ScriptedProvider"/>. What is pushed is flushed at once, unless said otherwise.</summary>
public sealed class ScriptedCall
{
    private readonly IGenerationSink _sink;
    private readonly CancellationToken _cancellation;
    private readonly bool _ignoresCancellation;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ScriptedCall(ModelRequest request, IGenerationSink sink, bool ignoresCancellation, CancellationToken cancellation)
    {
        Request = request;
        _sink = sink;
        _ignoresCancellation = ignoresCancellation;
        _cancellation = cancellation;
    }

    /// <summary>What was asked.</summary>
    public ModelRequest Request { get; }

    /// <summary>Completes when the call is cancelled.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>Completes when the provider has returned from the call, in whatever way.</summary>
    public Task Returned => _returned.Task;

    internal Task Ended => _ended.Task;

    public ScriptedCall Connect()
    {
        _sink.Connected();
        return this;
    }

    public ScriptedCall Accept()
    {
        _sink.Connected();
        _sink.Accepted();
        return FlushIf(true);
    }

    public ScriptedCall Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public ScriptedCall Text(ReadOnlySpan<byte> utf8, bool flush = true)
    {
        _sink.Text(utf8);
        return FlushIf(flush);
    }

    public ScriptedCall Reasoning(string text)
    {
        _sink.Reasoning(Encoding.UTF8.GetBytes(text));
        return FlushIf(true);
    }

    public ScriptedCall ToolCall(int index, string id, string name, string arguments)
    {
        _sink.ToolCall(index, Encoding.UTF8.GetBytes(id), Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(arguments));
        return FlushIf(true);
    }

    public ScriptedCall Usage(int input, int output, int reasoning = 0)
    {
        _sink.Usage(new TokenUsage(input, output, reasoning));
        return this;
    }

    /// <summary>The answer is complete, and the provider returns.</summary>
    public void Finish(FinishReason reason = FinishReason.Stop)
    {
        _sink.Finish(reason);
        Return();
    }

    /// <summary>The provider returns, with or without having said why.</summary>
    public void Return()
    {
        _sink.Flush();
        _ended.TrySetResult();
    }

    /// <summary>The provider fails.</summary>
    public void Fail(ErrorCode code, string detail = "scripted", TimeSpan? retryAfter = null) =>
        Fail(new ProviderException(code, detail) { RetryAfter = retryAfter });

    /// <summary>The provider throws.</summary>
    public void Fail(Exception exception) => _ended.TrySetException(exception);

    internal void OnCancelled()
    {
        _cancelled.TrySetResult();
        if (!_ignoresCancellation)
            _ended.TrySetCanceled(_cancellation);
    }

    internal void OnReturned() => _returned.TrySetResult();

    private ScriptedCall FlushIf(bool flush)
    {
        if (flush)
            _sink.Flush();
        return this;
    }
}
