namespace Tokenrill.Signals;

/// <summary>Why an item of an answer is not taken as a signal.</summary>
internal enum SignalFault
{
    /// <summary>Its kind is not known, or absent.</summary>
    Kind,
    /// <summary>It has no text, or one that is too long.</summary>
    Text,
    /// <summary>Its confidence is absent, or not from 0 to 1.</summary>
    Confidence,
    /// <summary>The message it comes from is not one of the batch, or absent where there are several.</summary>
    Message,
    /// <summary>The session, or the answer, has the same already.</summary>
    Repeated,
    /// <summary>There are enough without it.</summary>
    Surplus,
}

/// <summary>Counts the items of an answer that are dropped.</summary>
internal sealed class DroppedSignals
{
    private readonly int[] _counts = new int[Enum.GetValues<SignalFault>().Length];

    public int Count => _counts.Sum();

    public int this[SignalFault fault] => _counts[(int)fault];

    public void Add(SignalFault fault) => _counts[(int)fault]++;

    /// <summary>The reasons with their counts, for the log: <c>2 of unknown kind, 1 repeated</c>. Empty when nothing was dropped.</summary>
    public override string ToString() => string.Join(", ", Enum.GetValues<SignalFault>().Where(fault => this[fault] > 0).Select(fault => $"{this[fault]} {NameOf(fault)}"));

    private static string NameOf(SignalFault fault) => fault switch
    {
        SignalFault.Kind => "of unknown kind",
        SignalFault.Text => $"without text or with more than {SignalAnswerReader.LongestText} characters",
        SignalFault.Confidence => "without a confidence from 0 to 1",
        SignalFault.Message => "of no message of the batch",
        SignalFault.Repeated => "repeated",
        _ => $"beyond the first {SignalAnswerReader.MostSignals}",
    };
}
