using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.Signals;

/// <summary>Gathers what has been said in a session since signals were last extracted, until it is worth a call of a model.
/// May be used from several threads.</summary>
internal sealed class SignalBatch(SignalOptions options)
{
    /// <summary>What a batch may hold, in Unicode code points, unless more are needed to make one due: models have bounds, and
    /// an extraction that fails again and again must not gather a whole session.</summary>
    public const int MostCharacters = 50_000;

    private readonly Lock _lock = new();
    private readonly List<BatchMessage> _messages = [];
    private long _characters;
    private int _turns;
    private int _taken;
    private bool _awaitsAnswer;

    /// <summary>Adds a message. Only those of the user and the assistant count: a turn is one of each.</summary>
    public void Add(string id, ChatRole role, string text)
    {
        if (role is not (ChatRole.User or ChatRole.Assistant))
            return;
        var message = new BatchMessage(id, role, text, SignalText.CountCharacters(text));
        lock (_lock)
        {
            _messages.Add(message);
            _characters += message.Characters;
            if (role == ChatRole.Assistant && _awaitsAnswer)
                _turns++;
            _awaitsAnswer = role == ChatRole.User;
        }
    }

    /// <summary>Takes the batch for an extraction, which must then be told to <see cref="Finish"/>.</summary>
    /// <returns>Null while too little has been said since the last was taken, or the last is not finished.</returns>
    public IReadOnlyList<BatchMessage>? TryTake()
    {
        lock (_lock)
        {
            if (_taken > 0 || (_characters < options.Characters && _turns < options.Turns))
                return null;
            KeepLast(Math.Max(MostCharacters, options.Characters));
            // Counted anew also when the extraction fails: asking again at once would most likely fail at once.
            (_characters, _turns, _taken) = (0, 0, _messages.Count);
            return [.. _messages];
        }
    }

    /// <summary>Ends the extraction. When it failed, its messages stay, for the next batch. Meanwhile enough may have been said
    /// for that one to be due.</summary>
    public void Finish(bool succeeded)
    {
        lock (_lock)
        {
            if (succeeded)
                _messages.RemoveRange(0, _taken);
            _taken = 0;
        }
    }

    private void KeepLast(int characters)
    {
        for (var i = _messages.Count - 1; i >= 0; i--)
        {
            var message = _messages[i];
            if (message.Characters > characters)
            {
                _messages[i] = message with { Text = SignalText.Last(message.Text, characters), Characters = characters };
                _messages.RemoveRange(0, characters > 0 ? i : i + 1);
                return;
            }
            characters -= message.Characters;
        }
    }
}

/// <summary>A message of a session, as a batch holds it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">Who said it: the user or the assistant.</param>
/// <param name="Text">What was said; the end of it, when the whole was too much.</param>
/// <param name="Characters">How long that is, in Unicode code points.</param>
internal sealed record BatchMessage(string Id, ChatRole Role, string Text, int Characters);
