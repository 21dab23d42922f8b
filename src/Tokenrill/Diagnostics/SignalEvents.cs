using Microsoft.Extensions.Logging;
using Tokenrill.Generations;
using Tokenrill.Sessions;
using Tokenrill.Signals;

namespace Tokenrill.Diagnostics;

/// <summary>What an operator sees of signals. Never what was said, nor what was extracted.</summary>
internal sealed partial class SignalEvents(ILogger logger)
{
    public void Extracted(Session session, int messages, Generation generation, int signals) =>
        LogExtracted(signals, messages, session.Id, session.Owner, generation.Id);

    public void Dropped(Session session, Generation generation, DroppedSignals dropped) =>
        LogDropped(dropped.Count, session.Id, session.Owner, generation.Id, dropped.ToString());

    public void Failed(Session session, int messages, Generation? generation, string reason, Exception? exception) =>
        LogFailed(messages, session.Id, session.Owner, generation?.Id ?? "-", reason, exception);

    [LoggerMessage(40, LogLevel.Information, "signals extracted: {Signals} of {Messages} messages session={Session} owner={Owner} generation={Generation}")]
    private partial void LogExtracted(int signals, int messages, string session, string owner, string generation);

    [LoggerMessage(41, LogLevel.Warning, "signals dropped: {Count} session={Session} owner={Owner} generation={Generation}: {Reasons}")]
    private partial void LogDropped(int count, string session, string owner, string generation, string reasons);

    [LoggerMessage(42, LogLevel.Warning, "signals not extracted from {Messages} messages, which will be in the next batch session={Session} owner={Owner} generation={Generation}: {Reason}")]
    private partial void LogFailed(int messages, string session, string owner, string generation, string reason, Exception? exception);
}
