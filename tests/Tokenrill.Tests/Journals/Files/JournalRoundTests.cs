using Tokenrill.Journals;
using Tokenrill.Journals.Files;
using Tokenrill.Options;
using Tokenrill.Sessions;
using Tokenrill.TestKit;
using Tokenrill.Time;

namespace Tokenrill.Tests.Journals;

public sealed class JournalRoundTests
{
    [Fact]
    public async Task A_session_that_learns_of_a_generation_while_a_round_begins_takes_it_along()
    {
        using var engine = new TestEngine();
        var (generation, _) = await engine.StartCallAsync(Requests.In("s", "q"));
        var session = await engine.Service.Sessions.FindAsync(TestEngine.Caller, "s", TestContext.Current.CancellationToken);
        var tail = new GenerationTail(generation);
        var grown = new GrownGenerations();
        var round = new JournalRound(null!, null!, new StorageOptions(), new Clock(TimeProvider.System));

        round.Take(grown, Starting());

        round.Tails.ShouldBe([tail]);

        // As a start does it, on another thread: first the generation, then its session.
        IEnumerable<SessionChange> Starting()
        {
            tail.Mark();
            grown.Add(tail);
            yield return new SessionChange(session, new SessionTail(Guid.NewGuid()), [new SessionStep(new TitleChanged("q"), null)]);
        }
    }
}
