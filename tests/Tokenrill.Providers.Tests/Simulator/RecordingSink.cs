using System.Text;

namespace Tokenrill.Providers.Tests.Simulator;

/// <summary>Keeps what a provider pushes, raw, and when.</summary>
internal sealed class RecordingSink(JumpingTime? time = null) : IGenerationSink
{
    private readonly List<byte[]> _text = [];

    public List<string> Calls { get; } = [];

    public List<TimeSpan> TokenTimes { get; } = [];

    public TimeSpan? ConnectedAt { get; private set; }

    public IReadOnlyList<byte[]> TextPieces => _text;

    public string Text => Encoding.UTF8.GetString([.. _text.SelectMany(piece => piece)]);

    public TokenUsage LastUsage { get; private set; }

    public FinishReason? LastFinish { get; private set; }

    public Action? OnConnected { get; init; }

    public void Connected()
    {
        OnConnected?.Invoke();
        ConnectedAt = time?.Now;
        Calls.Add("connected");
    }

    public void Accepted() => Calls.Add("accepted");

    void IGenerationSink.Text(ReadOnlySpan<byte> utf8)
    {
        _text.Add(utf8.ToArray());
        Output("text");
    }

    public void Reasoning(ReadOnlySpan<byte> utf8) => Output("reasoning");

    public void ToolCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments) => Output("tool_call");

    public void Usage(in TokenUsage usage)
    {
        LastUsage = usage;
        Calls.Add("usage");
    }

    public void Finish(FinishReason reason)
    {
        LastFinish = reason;
        Calls.Add("finish");
    }

    public void Flush() => Calls.Add("flush");

    private void Output(string call)
    {
        Calls.Add(call);
        TokenTimes.Add(time?.Now ?? default);
    }
}
