using Tokenrill.Logs;
using Tokenrill.Models;

namespace Tokenrill.Generations;

/// <summary>What one provider, asked once, pushes into: makes events of it and keeps the deadlines fed. When the
/// generation has ended, or another provider is asked instead, everything pushed here is refused by the log.</summary>
internal sealed class GenerationSink(Generation generation, GenerationServices services, LogWriter writer) : IGenerationSink
{
    private readonly ToolCallPieces _toolCalls = new(writer);
    private Utf8Carry _text;
    private Utf8Carry _reasoning;
    private byte[] _scratch = [];
    private bool _hadOutput;

    /// <summary>Whether the provider said that it works on the request, or has sent output already: from here on asking
    /// another would bill twice, and mix two answers.</summary>
    public bool WasAccepted { get; private set; }

    /// <summary>Why the provider stopped, once it said so.</summary>
    public FinishReason? FinishReason { get; private set; }

    public void Connected() => generation.Deadlines.Connected();

    public void Accepted()
    {
        if (WasAccepted)
            return;
        WasAccepted = true;
        writer.Detail(EventKind.Status, StatusDetail.Thinking);
    }

    public void Text(ReadOnlySpan<byte> utf8)
    {
        var whole = _text.Take(utf8, ref _scratch);
        if (!whole.IsEmpty && writer.Text(whole))
            Count();
    }

    public void Reasoning(ReadOnlySpan<byte> utf8)
    {
        var whole = _reasoning.Take(utf8, ref _scratch);
        if (!whole.IsEmpty && writer.Reasoning(whole))
            Count();
    }

    public void ToolCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments)
    {
        if (_toolCalls.Add(index, id, name, arguments, ref _scratch))
            Count();
        else if (_toolCalls.IsFull)
            EndAtLimit($"the answer has more than {ToolCallPieces.Most} tool calls");
    }

    public void Usage(in TokenUsage usage)
    {
        if (writer.IsOpen)
            generation.Counted(usage);
    }

    public void Finish(FinishReason reason) => FinishReason = reason;

    public void Flush() => generation.Flush();

    /// <summary>The provider is done: half characters that are still held back become U+FFFD.</summary>
    public void Close()
    {
        if (_reasoning.Finish() is { IsEmpty: false } reasoning)
            writer.Reasoning(reasoning);
        if (_text.Finish() is { IsEmpty: false } text)
            writer.Text(text);
        _toolCalls.Close();
    }

    private void Count()
    {
        WasAccepted = true;
        if (_hadOutput)
        {
            generation.Deadlines.Token(generation.Log.LastOutputAt);
        }
        else
        {
            _hadOutput = true;
            generation.FirstOutput();
            services.Events.FirstToken(generation, generation.Log.Age);
        }
        if (generation.Log.OutputBytes > services.Options.Limits.OutputBytes)
            EndAtLimit($"the answer passed {services.Options.Limits.OutputBytes} bytes (Tokenrill:Limits:OutputBytes)");
    }

    private void EndAtLimit(string what)
    {
        var error = GenerationError.Create(ErrorCode.OutputLimitExceeded);
        if (generation.Fail(error))
            services.Events.Failed(generation, error, new InvalidOperationException(what));
    }
}
