using Tokenrill.Server.Tests.Crashes.Checks;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>Comes back to a server that was started again, and holds everything one client was told against what is there.</summary>
internal sealed class RestoredClient(RestoredServer server, bool isStrict, LossCheck losses)
{
    /// <summary>Each promise that was broken. Afterwards the client knows what is stored.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(ToldSession session)
    {
        var faults = new List<string>();
        var storedSession = await server.SessionAsync(session.Name);
        foreach (var told in session.Generations)
        {
            // One that was never acknowledged may be there all the same, and then it is as whole as any other.
            var id = told.Id ?? storedSession?.AnswerTo(told.Question.Prompt);
            var known = told.Stored;
            var stored = id is null ? null : await server.GenerationAsync(id);
            faults.AddRange(GenerationCheck.Faults(told, stored, isStrict || known is not null));
            if (stored is null)
            {
                losses.Add(told, stored);
                told.Stored = null;
                continue;
            }
            if (known is null)
            {
                Add(faults, ResumeCheck.Fault(told, stored, await server.ResumeAsync(stored.Id, told.Events.Count), isStrict));
                losses.Add(told, stored);
            }
            Add(faults, ResumeCheck.Fault(told.Question, stored, await server.AskAgainAsync(told.Question)));
            told.Keep(stored);
        }
        faults.AddRange(SessionCheck.Faults(session, storedSession, isStrict));
        foreach (var (read, what) in SessionCheck.Lost(session, storedSession))
            losses.AddLost(read, what);
        if (storedSession is not null && session.Log is not null)
            Add(faults, ResumeCheck.Fault(session, storedSession, await server.ResumeSessionAsync(session.Name, session.Log, session.Cursor), isStrict));
        session.Keep(storedSession);
        return faults;
    }

    private static void Add(List<string> faults, string? fault)
    {
        if (fault is not null)
            faults.Add(fault);
    }
}
