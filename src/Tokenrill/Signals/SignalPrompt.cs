namespace Tokenrill.Signals;

/// <summary>A batch as a model is shown it. Each message has a short id, because long ones come back with faults.</summary>
internal sealed class SignalPrompt
{
    private readonly Dictionary<string, string> _messages;

    public SignalPrompt(IReadOnlyList<BatchMessage> batch)
    {
        _messages = batch.Index().ToDictionary(item => IdOf(item.Index), item => item.Item.Id);
        Text = string.Join('\n', batch.Index().Select(item => $"[{IdOf(item.Index)}] {item.Item.Role.ToString().ToLowerInvariant()}: {Quote(item.Item.Text)}"));
    }

    /// <summary>The messages, oldest first.</summary>
    public string Text { get; }

    /// <summary>The short ids.</summary>
    public IReadOnlyCollection<string> Ids => _messages.Keys;

    /// <summary>The signal with the id of its message in the session instead of the short one.</summary>
    public Signal Resolve(Signal signal) => signal with { Message = _messages[signal.Message] };

    private static string IdOf(int place) => $"m{place + 1}";

    /// <summary>What somebody says can look neither like the beginning of another message nor like the end of them all.</summary>
    private static string Quote(string text) =>
        text.ReplaceLineEndings("\n  ").Replace("</messages", "< /messages", StringComparison.OrdinalIgnoreCase);
}
