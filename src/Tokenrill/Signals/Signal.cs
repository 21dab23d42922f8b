namespace Tokenrill.Signals;

/// <summary>An item that was extracted from a session.</summary>
/// <param name="Id"><c>sig_…</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says: 1 to 500 Unicode code points, with single spaces for any white space.</param>
/// <param name="Confidence">How sure the model was that extracted it, 0 to 1.</param>
/// <param name="Message">The id of the message it comes from.</param>
/// <param name="CreatedAt">When it was extracted.</param>
public sealed record Signal(string Id, SignalKind Kind, string Text, double Confidence, string Message, DateTimeOffset CreatedAt)
{
    /// <summary>Whether somebody has said that it is of no use. It is kept, so that it is not extracted again.</summary>
    public bool IsDismissed { get; init; }
}
