using System.Globalization;
using Tokenrill.Server.Tests.Crashes.Checks;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>Servers that are killed one after the other on one folder, while clients stream; each comes back to all that was told before.</summary>
/// <param name="durability">As configured: strict or batched.</param>
internal sealed class CrashRun(string durability) : IDisposable
{
    private const int Clients = 50, RoundsOfSession = 5, KeptOfRound = 20, LeastEvents = 200, MostEvents = 2500, MostNamed = 20;

    // Here one caller is fifty clients that pause for nothing.
    private readonly (string, string)[] _environment =
    [
        ("Tokenrill__Limits__RequestsPerMinute", "10000000"), ("Tokenrill__Limits__GenerationsPerKey", "1000"), ("Tokenrill__Storage__Durability", durability),
    ];

    private readonly ServerFolder _folder = new();
    private readonly CrashClient[] _clients = [.. Enumerable.Range(0, Clients).Select(number => new CrashClient(number))];
    private readonly List<ToldGeneration> _earlier = [];
    private readonly bool _isStrict = durability == "strict";

    /// <summary>How all the generations ended that were checked.</summary>
    public Dictionary<string, int> Endings { get; } = [];

    /// <summary>How much was lost of each round that lost anything, in events, and how old that was.</summary>
    public List<(int Count, TimeSpan Reach)> Losses { get; } = [];

    public void Dispose() => _folder.Dispose();

    /// <summary>So many crashes, and a last start. What happens in a round depends on its seed, as far as machines allow.</summary>
    public async Task RunAsync(int firstSeed, int rounds)
    {
        for (var seed = firstSeed; seed <= firstSeed + rounds; seed++)
        {
            await using var server = ServerProcess.StartIn(_folder, _environment);
            await server.Address;
            var random = new Random(seed);
            if (seed > firstSeed)
                await CheckAsync(server, seed - 1, random, isLast: seed == firstSeed + rounds);
            if (seed < firstSeed + rounds)
                await CrashAsync(server, seed, random, isNewSession: (seed - firstSeed) % RoundsOfSession == 0);
        }
    }

    private async Task CrashAsync(ServerProcess server, int seed, Random random, bool isNewSession)
    {
        var moment = new KillMoment(random.Next(LeastEvents, MostEvents));
        if (isNewSession)
            BeginSessions(seed, random);
        var streams = _clients.Select(client => client.StreamAsync(server.Client, new Random(random.Next()), moment)).ToArray();
        // A client returns only when its connection breaks: before the kill that is a failure, and says why.
        await (await Task.WhenAny([moment.Come, .. streams]).InTime());
        moment.Come.IsCompleted.ShouldBeTrue($"round {seed}: a client lost its connection before the server was killed");
        await server.SignalAsync("KILL");
        await Task.WhenAll(streams).InTime();
        await server.EndAsync();
        Report(seed, $"killed after {moment.After} events", [.. _clients.SelectMany(client => client.Faults)]);
    }

    private void BeginSessions(int seed, Random random)
    {
        var known = _clients.SelectMany(client => client.Session.Generations).ToArray();
        random.Shuffle(known);
        _earlier.AddRange(known.Take(KeptOfRound * RoundsOfSession));
        foreach (var client in _clients)
            client.BeginSession(seed);
    }

    private async Task CheckAsync(ServerProcess server, int seed, Random random, bool isLast)
    {
        var restored = new RestoredServer(server.Client);
        var losses = new LossCheck();
        var faults = new List<string>();
        if (await restored.ActiveAsync() is var active and > 0)
            faults.Add($"{active} generations are active that nobody can have started");
        var client = new RestoredClient(restored, _isStrict, losses);
        var unknown = _clients.SelectMany(each => each.Session.Generations).Where(told => told.Stored is null).ToArray();
        foreach (var found in await Task.WhenAll(_clients.Select(each => client.CheckAsync(each.Session))))
            faults.AddRange(found);
        faults.AddRange(_isStrict ? [] : losses.Faults());
        foreach (var found in await Task.WhenAll((isLast ? _earlier : Sample(random)).Select(told => EarlierFaultsAsync(restored, told))))
            faults.AddRange(found);
        if (await restored.ActiveAsync() is var again and > 0)
            faults.Add($"{again} generations are active after questions were repeated with their keys");
        if (losses.Count > 0)
            Losses.Add((losses.Count, losses.Reach));
        foreach (var stored in unknown.Select(told => told.Stored).OfType<StoredGeneration>())
            Endings[stored.Status] = Endings.GetValueOrDefault(stored.Status) + 1;
        Report(seed, "after the restart", faults);
    }

    private IEnumerable<ToldGeneration> Sample(Random random) => _earlier.Count == 0 ? [] : random.GetItems(_earlier.ToArray(), KeptOfRound).Distinct();

    /// <summary>What was there after one crash is there after each.</summary>
    private static async Task<IEnumerable<string>> EarlierFaultsAsync(RestoredServer restored, ToldGeneration told)
    {
        var stored = await restored.GenerationAsync(told.Id!);
        var faults = GenerationCheck.Faults(told, stored, isStrict: true);
        if (stored is not null && ResumeCheck.Fault(told.Question, stored, await restored.AskAgainAsync(told.Question)) is { } fault)
            faults = faults.Append(fault);
        return faults.Select(broken => $"of an earlier round: {broken}");
    }

    private void Report(int seed, string when, List<string> faults) => faults.Count.ShouldBe(0, string.Create(
        CultureInfo.InvariantCulture,
        $"{durability}, round {seed} ({when}; {CrashTests.SeedVariable}={seed} begins with it): {faults.Count} promises broken\n{string.Join('\n', faults.Take(MostNamed).Select(fault => $"  - {fault}"))}"));
}
