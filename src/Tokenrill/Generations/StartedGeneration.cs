using Tokenrill.Logs;

namespace Tokenrill.Generations;

/// <summary>What a request to start came to.</summary>
/// <param name="Generation">The generation to read.</param>
/// <param name="Reader">A reader at its beginning, when one was asked for. The caller disposes it.</param>
/// <param name="IsNew">False when nothing was started: the session's active generation was attached to, or the
/// idempotency key stands for one already.</param>
public sealed record StartedGeneration(Generation Generation, LogReader? Reader, bool IsNew);
