using System.Collections.Concurrent;
using System.Globalization;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>Everything at once, on all cores: what is read is right, and nobody waits for ever.</summary>
public sealed class JournalStressTests : IAsyncDisposable
{
    private const int Workers = 8, Turns = 60;

    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> _ended = [];
    private readonly ConcurrentDictionary<string, bool> _deleting = [];
    private readonly ConcurrentDictionary<string, bool> _deleted = [];
    private JournalScene? _scene;
    private int _read;

    private JournalScene Scene => _scene!;

    public ValueTask DisposeAsync() => _scene?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Theory]
    [InlineData(Durability.Batched)]
    [InlineData(Durability.Strict)]
    public async Task Generations_come_and_go_while_segments_are_rewritten_and_dropped(Durability durability)
    {
        _scene = new JournalScene(new FileStorage(durability));
        Scene.Options.Storage.SegmentBytes = 8000;
        Scene.Options.Storage.Retention = TimeSpan.FromMinutes(10);
        Scene.Options.Sessions.Kept = 4;
        Scene.Options.Deadlines = new DeadlineOptions { Connect = TimeSpan.FromHours(9), FirstToken = TimeSpan.FromHours(9), BetweenTokens = TimeSpan.FromHours(9), Total = TimeSpan.FromHours(9) };
        await Scene.OpenAsync();
        Scene.Provider.OnCall = Answer;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker), TestContext.Current.CancellationToken))).InTime();
        await Scene.FlushAsync();
        await EnsureAllAsync();
        await Scene.ReopenAsync(crash: true);
        await EnsureAllAsync();

        _read.ShouldBeGreaterThan(Workers * Turns / 4);
        _deleted.ShouldNotBeEmpty();
        Scene.Engine.Residue.ShouldBe(0);
    }

    private static void Answer(ScriptedCall call)
    {
        var prompt = call.Request.Messages[^1].Content;
        call.Accept();
        for (var i = 0; i < prompt.Length % 7; i++)
            call.Text($"{prompt} {i} ");
        call.Text(new string('x', prompt.Length * 40)).Usage(prompt.Length, 1).Finish();
    }

    private async Task WorkAsync(int worker)
    {
        var random = new Random(worker);
        var session = 0;
        for (var turn = 0; turn < Turns; turn++)
        {
            var name = $"{worker}-{session}";
            var generation = await Scene.Engine.StartAsync(Requests.In(name, new string((char)('a' + worker), 1 + random.Next(60))));
            await generation.SettledAsync().InTime();
            _ended[generation.Id] = SeenGeneration.Of(generation);
            if (worker == 0)
                Scene.Time.Advance(TimeSpan.FromSeconds(25));
            // Its own at once: time moves 60 steps in all, so hardly one of these has expired before it is read.
            await EnsureAsync(generation.Id);
            await EnsureAsync(_ended.Keys.ElementAt(random.Next(_ended.Count)));
            if (random.Next(8) > 0)
                continue;
            var generations = (await Scene.SessionAsync(name)).Messages(out _).Select(message => message.Generation).OfType<string>().ToList();
            foreach (var deleted in generations)
                _deleting[deleted] = true;
            await Scene.DeleteAsync(name);
            foreach (var deleted in generations)
            {
                _deleted[deleted] = true;
                (await Scene.RefusalAsync(deleted)).ShouldBe(ErrorCode.NotFound);
            }
            session++;
        }
    }

    private async Task EnsureAllAsync()
    {
        foreach (var id in _ended.Keys)
            await EnsureAsync(id);
    }

    /// <summary>It is as it was when it ended, or it was deleted, or has expired.</summary>
    private async Task EnsureAsync(string id)
    {
        var wasDeleted = _deleted.ContainsKey(id);
        try
        {
            SeenGeneration.Of(await Scene.FindAsync(id)).ShouldBe(_ended[id]);
            wasDeleted.ShouldBeFalse();
            Interlocked.Increment(ref _read);
        }
        catch (TokenrillException refusal)
        {
            refusal.Code.ShouldBe(ErrorCode.NotFound);
            (_deleting.ContainsKey(id) || Scene.Time.GetUtcNow() - Born(_ended[id]) > TimeSpan.FromMinutes(9)).ShouldBeTrue();
        }
    }

    private static DateTimeOffset Born(IReadOnlyList<string> seen) =>
        DateTimeOffset.Parse(seen[0].Split(' ').First(word => word.StartsWith("2026", StringComparison.Ordinal)), CultureInfo.InvariantCulture);
}
