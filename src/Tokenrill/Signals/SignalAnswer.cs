namespace Tokenrill.Signals;

/// <summary>What a model's answer to the question for signals comes to.</summary>
/// <param name="Signals">The signals in it that are good, at most <see cref="SignalAnswerReader.MostSignals"/>.</param>
/// <param name="Dropped">Those that are not, by reason.</param>
/// <param name="Failure">Why nothing could be read; null when something could, also that there are no signals. Holds nothing
/// of the answer, so it may be logged.</param>
internal sealed record SignalAnswer(IReadOnlyList<Signal> Signals, DroppedSignals Dropped, string? Failure);
