using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>A reader that is cut off and comes back, and readers that come at any time, get every event once.</summary>
public sealed class ResumeTests : NativeTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_reader_cut_at_thirty_random_moments_ends_with_every_event_once(int seed)
    {
        const int cuts = 30, tokens = 1500;
        var random = new Random(seed);
        await using var relay = new TcpRelay(Host.BaseAddress.Port);
        for (var i = 0; i < cuts; i++)
            relay.CutNext(random.Next(1, 6000), reset: random.Next(2) == 0);
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();
        using var room = new SemaphoreSlim(random.Next(1, 40));
        var writing = WriteAsync(call.Accept(), tokens, room);

        var seen = new List<(string? Id, string? Event, string? Data)>();
        var connections = 0;
        while (seen.Count == 0 || seen[^1].Event != "completed")
        {
            connections++;
            await ReadAsync(relay.Address, id, seen, room);
        }
        await writing.InTime();

        connections.ShouldBe(cuts + 1);
        var log = Host.Engine.Find(id, new Caller("local", IsAdmin: true)).Log;
        seen.Select(next => next.Id).ShouldBe(Enumerable.Range(1, log.LastSequence).Select(number => $"{id}:{number}"));
        string.Concat(seen.Where(next => next.Event == "text").Select(next => JsonSerializer.Deserialize<JsonElement>(next.Data!).Text("text")))
            .ShouldBe(Encoding.UTF8.GetString(log.Text));
        log.Text.Length.ShouldBeGreaterThan(tokens);
    }

    [Fact]
    public async Task Fifty_readers_that_attach_at_random_moments_and_offsets_see_the_same_sequence()
    {
        const int tokens = 500;
        var random = new Random(7);
        var moments = Enumerable.Range(0, 50).Select(_ => random.Next(tokens)).ToLookup(moment => moment);
        var id = await Client.StartLaterAsync();
        var log = Host.Engine.Find(id, new Caller("local", IsAdmin: true)).Log;
        var call = (await Provider.NextCallAsync()).Accept();
        var reading = new List<Task<(int After, List<string> Events)>>();
        for (var i = 0; i < tokens; i++)
        {
            foreach (var _ in moments[i])
                reading.Add(FollowAsync(id, random.Next(log.LastSequence + 1), ndjson: random.Next(2) == 0));
            call.Text($"token {i} ");
            await Task.Yield();
        }
        call.Finish();
        var read = await Task.WhenAll(reading).InTime();

        read.Length.ShouldBe(50);
        using var everything = await Client.OpenAsync(Get($"/v1/generations/{id}/events").Accepting("application/json"));
        var all = (await everything.JsonAsync()).EnumerateArray().Select(next => next.GetRawText()).ToList();
        all.Count.ShouldBe(log.LastSequence);
        foreach (var (after, events) in read)
            events.ShouldBe(all[after..]);
    }

    /// <summary>Pushes tokens, only so far ahead of the reader that it is cut now in what was, now in what comes.</summary>
    private static async Task WriteAsync(ScriptedCall call, int tokens, SemaphoreSlim room)
    {
        for (var i = 0; i < tokens; i++)
        {
            await room.WaitAsync(Ending);
            call.Text($"wörd {i} 🌍\n");
        }
        call.Finish();
    }

    /// <summary>Reads one connection until it ends or breaks.</summary>
    private async Task ReadAsync(Uri address, string id, List<(string? Id, string? Event, string? Data)> seen, SemaphoreSlim room)
    {
        using var client = Host.NewClient(address: address);
        var request = Get($"/v1/generations/{id}/events").Accepting("text/event-stream");
        if (seen.Count > 0)
            request.With("Last-Event-ID", seen[^1].Id!);
        try
        {
            using var response = await client.OpenAsync(request);
            ((int)response.StatusCode).ShouldBe(200);
            await foreach (var next in SseClient.ReadAsync(response, Ending))
            {
                if (next.Data is null)
                    continue;
                seen.Add((next.Id, next.Event, next.Data));
                if (next.Event == "text")
                    room.Release();
            }
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or SocketException)
        {
            // That is what the relay is for.
        }
    }

    private async Task<(int After, List<string> Events)> FollowAsync(string id, int after, bool ndjson)
    {
        using var client = Host.NewClient();
        using var response = await client.OpenAsync(Get($"/v1/generations/{id}/events?after={after}").Accepting(ndjson ? "application/x-ndjson" : "text/event-stream"));
        var events = new List<string>();
        if (ndjson)
        {
            await foreach (var line in NdjsonClient.ReadAsync(response, Ending))
                events.Add(line.Json.GetRawText());
        }
        else
        {
            events.AddRange((await response.EventsAsync()).Select(next => next.Data!));
        }
        return (after, events);
    }
}
