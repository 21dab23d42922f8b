using System.Text.Json;

namespace Tokenrill.Signals;

/// <summary>Reads what a model answered when it was asked for signals: forgives the form, and is strict about what is in it.
/// Throws on no input.</summary>
internal sealed class SignalAnswerReader
{
    /// <summary>How many signals one answer may give; a model that finds more has listed sentences.</summary>
    public const int MostSignals = 20;

    /// <summary>The longest text of a signal, in Unicode code points.</summary>
    public const int LongestText = 500;

    // The first is what is asked for; the others are what models make of it.
    private static readonly string[] NamesOfMessage = ["message_id", "messageId", "message", "source"];

    private readonly IReadOnlyCollection<string> _messages;
    private readonly DateTimeOffset _now;
    private readonly HashSet<(SignalKind, string)> _known;
    private readonly List<Signal> _signals = [];
    private readonly DroppedSignals _dropped = new();

    private SignalAnswerReader(IReadOnlyCollection<string> messages, IEnumerable<Signal> known, DateTimeOffset now)
    {
        _messages = messages;
        _now = now;
        _known = [.. known.Select(signal => (signal.Kind, SignalText.KeyOf(signal.Text)))];
    }

    /// <summary>Reads an answer.</summary>
    /// <param name="utf8">The answer.</param>
    /// <param name="messages">The ids of the messages the model was shown.</param>
    /// <param name="known">The signals the session has, also those that were dismissed.</param>
    /// <param name="now">When the signals are created.</param>
    public static SignalAnswer Read(ReadOnlySpan<byte> utf8, IReadOnlyCollection<string> messages, IEnumerable<Signal> known, DateTimeOffset now)
    {
        var found = SignalItems.Find(utf8);
        var reader = new SignalAnswerReader(messages, known, now);
        foreach (var item in found.Items)
            if (reader.Take(item) is { } fault)
                reader._dropped.Add(fault);
        return new SignalAnswer(reader._signals, reader._dropped, found.Failure);
    }

    private SignalFault? Take(JsonElement item)
    {
        if (SignalKinds.Find(TextOf(item, "kind")) is not { } kind)
            return SignalFault.Kind;
        var text = SignalText.Collapse(TextOf(item, "text"));
        if (text.Length == 0 || SignalText.CountCharacters(text) > LongestText)
            return SignalFault.Text;
        if (SignalConfidence.Read(TextOf(item, "confidence")) is not { } confidence)
            return SignalFault.Confidence;
        if (FindMessage(item) is not { } message)
            return SignalFault.Message;
        var key = (kind, SignalText.KeyOf(text));
        if (_known.Contains(key))
            return SignalFault.Repeated;
        if (_signals.Count == MostSignals)
            return SignalFault.Surplus;
        _known.Add(key);
        _signals.Add(new Signal(Identifiers.NewSignal(_now), kind, text, confidence, message, _now));
        return null;
    }

    private string? FindMessage(JsonElement item)
    {
        var given = NamesOfMessage.Select(name => TextOf(item, name).Trim()).Where(id => id.Length > 0).ToArray();
        return given.Length == 0 && _messages.Count == 1 ? _messages.First() : given.FirstOrDefault(_messages.Contains);
    }

    private static string TextOf(JsonElement item, string name) => item.Find(name)?.Text() ?? "";
}
