using Tokenrill.Providers.Simulator.Texts;

namespace Tokenrill.Providers.Simulator;

/// <summary>The pieces of one answer in order: reasoning, text, a tool call.</summary>
internal sealed class SimulatedAnswer
{
    private readonly PassageReader? _reasoning;
    private readonly PassageReader _text;
    private int _reasoningLeft;
    private int _textLeft;
    private int _callAt;

    public SimulatedAnswer(ModelRequest request, SimulatorModel model, SimulatedPrompt prompt)
    {
        var seed = Seeds.Of(request, prompt.Settings);
        if (model.Reasoning is { } reasoning)
        {
            _reasoning = new PassageReader(reasoning, seed);
            _reasoningLeft = prompt.Settings.Tokens / 3;
        }
        var text = model.Text ?? Stages.Answer(request, prompt.Text);
        _text = new PassageReader(text, seed);
        _textLeft = model.SaysBack ? text.Opening.Length : prompt.Settings.Tokens - _reasoningLeft;
        Call = model.CallsTool ? SimulatedToolCall.For(request, seed) : null;
    }

    /// <summary>The tool call it ends with.</summary>
    public SimulatedToolCall? Call { get; }

    /// <summary>Why it ends when nobody ends it before.</summary>
    public FinishReason Finish => Call is null ? FinishReason.Stop : FinishReason.ToolCalls;

    /// <summary>The next piece; false at the end.</summary>
    public bool TryNext(out SimulatedPiece piece)
    {
        if (_reasoningLeft > 0)
            piece = Take(_reasoning!, PieceKind.Reasoning, ref _reasoningLeft);
        else if (_textLeft > 0)
            piece = Take(_text, PieceKind.Text, ref _textLeft);
        else if (Call is not null && _callAt < Call.Arguments.Length)
            piece = new SimulatedPiece(PieceKind.ToolCall, Call.Arguments[_callAt++], true);
        else
            piece = default;
        return piece.Bytes is not null;
    }

    private static SimulatedPiece Take(PassageReader text, PieceKind kind, ref int left)
    {
        var token = text.Next();
        if (token.IsWhole)
            left--;
        return new SimulatedPiece(kind, token.Bytes, token.IsWhole);
    }
}
