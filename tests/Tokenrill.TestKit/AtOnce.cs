using System.Diagnostics.CodeAnalysis;
using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.TestKit;

/// <summary>What an engine that keeps everything in memory does without waiting for anything.</summary>
[SuppressMessage("Usage", "VSTHRD002", Justification = "It is done when the call returns.")]
public static class AtOnce
{
    public static Generation Find(this GenerationService service, string id, Caller caller) =>
        service.FindAsync(id, caller, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();

    public static void Delete(this SessionService sessions, Caller caller, string id) =>
        sessions.DeleteAsync(caller, id, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
}
