namespace Tokenrill.Providers.Simulator;

/// <summary>Pushes one answer at its pace, or fails the way its settings say.</summary>
internal sealed class SimulatedRun(ModelRequest request, SimulatedAnswer answer, SimulatorSettings settings, IGenerationSink sink, Pace pace)
{
    /// <summary>How many tokens an answer without a pace pushes before it lets others have the thread.</summary>
    private const int Burst = 64;

    private int _pieces;
    private int _tokens;
    private int _reasoningTokens;
    private bool _hasBegunCall;

    public async Task RunAsync()
    {
        await pace.WaitUntilAsync(settings.Connect);
        sink.Connected();
        if (settings.Error is { } code)
            throw new ProviderException(code, "the simulator was asked to refuse");
        sink.Accepted();
        sink.Flush();
        pace.Restart();
        var reason = await PushAsync();
        sink.Usage(new TokenUsage(WordsOf(request.Messages), _tokens, _reasoningTokens));
        sink.Finish(reason);
    }

    private async Task<FinishReason> PushAsync()
    {
        while (true)
        {
            if (_tokens == settings.Stall)
                await pace.WaitForeverAsync();
            if (_tokens == settings.Die)
                throw new ProviderException(ErrorCode.ProviderDisconnected, $"the simulator was asked to lose its connection after {_tokens} tokens");
            if (_tokens == settings.Garbage)
                throw new ProviderException(ErrorCode.ProviderProtocol, $"the simulator was asked to send garbage after {_tokens} tokens");
            if (!answer.TryNext(out var piece))
                return answer.Finish;
            if (_tokens >= request.MaxTokens)
                return FinishReason.Length;
            await pace.WaitUntilAsync(Due());
            Push(piece);
            sink.Flush();
            if (settings.Rate == 0 && _pieces % Burst == 0)
                await Task.Yield();
        }
    }

    private TimeSpan Due() => settings.Rate == 0 ? settings.FirstToken : settings.FirstToken + TimeSpan.FromSeconds(_pieces / settings.Rate);

    private void Push(in SimulatedPiece piece)
    {
        _pieces++;
        if (piece.IsWhole)
            _tokens++;
        switch (piece.Kind)
        {
            case PieceKind.Text:
                sink.Text(piece.Bytes);
                break;
            case PieceKind.Reasoning:
                _reasoningTokens++;
                sink.Reasoning(piece.Bytes);
                break;
            case PieceKind.ToolCall when _hasBegunCall:
                sink.ToolCall(0, default, default, piece.Bytes);
                break;
            case PieceKind.ToolCall:
                _hasBegunCall = true;
                sink.ToolCall(0, answer.Call!.Id, answer.Call.Name, piece.Bytes);
                break;
        }
    }

    /// <summary>A simulation has no tokenizer: it counts words, and a request has at least one.</summary>
    private static int WordsOf(IReadOnlyList<ChatMessage> messages)
    {
        var words = 0;
        foreach (var message in messages)
        {
            var isInWord = false;
            foreach (var letter in message.Content)
            {
                if (!char.IsWhiteSpace(letter) && !isInWord)
                    words++;
                isInWord = !char.IsWhiteSpace(letter);
            }
        }
        return Math.Max(1, words);
    }
}
