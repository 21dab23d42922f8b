using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>A client with a session of its own that asks, reads and asks again until the server is gone, and remembers all it was told.</summary>
internal sealed class CrashClient(int number)
{
    private readonly List<Task> _reading = [];
    private ToldGeneration? _unanswered;
    private int _asked;

    public ToldSession Session { get; private set; } = new("");

    /// <summary>What a client could not be told by any server that keeps its promises, crash or not.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    private bool Follows => number % 5 == 0;

    private bool Names => number % 3 == 0;

    private static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>From now on asks in another session.</summary>
    public void BeginSession(int round)
    {
        Session = new ToldSession($"session-{number}-of-round-{round}");
        _unanswered = null;
    }

    /// <summary>Asks and reads until the connection breaks.</summary>
    public async Task StreamAsync(HttpClient http, Random random, KillMoment moment)
    {
        _reading.Clear();
        try
        {
            if (Follows)
                await FollowSessionAsync(http);
            while (true)
                await AskAsync(http, random, moment);
        }
        catch (Exception exception) when (IsBroken(exception))
        {
            await Task.WhenAll(_reading);
        }
    }

    /// <summary>Asks, and returns when the answer has ended, or when enough of it was read to interrupt it with another question.</summary>
    private async Task AskAsync(HttpClient http, Random random, KillMoment moment)
    {
        // As a client does that got no answer: the same question with the same key, unless it has been found since.
        var told = _unanswered is { Stored: null } again ? again : new ToldGeneration(Question.Draw(random, Session.Name, $"{number}.{++_asked}"));
        Session.Generations.Add(told);
        var enough = random.Next(4) == 0 ? random.Next(1, 20) : int.MaxValue;
        _unanswered = told;
        told.Sent = Now;
        var response = await SseClient.OpenAsync(http, told.Question.ToRequest());
        told.Acknowledged = Now;
        if (response.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException($"{told}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Token)}");
        told.Id = response.Headers.GetValues("Tokenrill-Generation").Single();
        _unanswered = null;
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading.Add(ReadAsync(response, told, enough, read, moment));
        if (Names && Session.Wanted is null)
            await NameSessionAsync(http);
        await read.Task;
    }

    private async Task ReadAsync(HttpResponseMessage response, ToldGeneration told, int enough, TaskCompletionSource read, KillMoment moment)
    {
        try
        {
            using (response)
            {
                await foreach (var block in SseClient.ReadAsync(response, Token))
                {
                    if (block.Data is null)
                        continue;
                    told.Events.Add(WireEvent.Of(block));
                    moment.Count();
                    if (told.Events.Count == enough)
                        read.TrySetResult();
                }
            }
            if (told.Events is not [.., { IsTerminal: true }])
                Faults.Enqueue($"{told}: its stream ended cleanly behind event {told.Events.Count}, without a terminal event");
        }
        catch (Exception exception) when (IsBroken(exception))
        {
        }
        finally
        {
            read.TrySetResult();
        }
    }

    private async Task NameSessionAsync(HttpClient http)
    {
        Session.Wanted = $"What client {number} talks about";
        using var response = await http.PatchAsJsonAsync($"/v1/sessions/{Session.Name}", new Dictionary<string, string> { ["title"] = Session.Wanted }, Token).InTime();
        response.EnsureSuccessStatusCode();
        Session.TitleRead = Now;
        Session.Title = Session.Wanted;
    }

    private async Task FollowSessionAsync(HttpClient http)
    {
        using var begun = await http.PostAsJsonAsync("/v1/sessions", new Dictionary<string, string> { ["id"] = Session.Name }, Token).InTime();
        begun.EnsureSuccessStatusCode();
        Session.Begun = Now;
        var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/sessions/{Session.Name}/events");
        if (Session.Log is { } log)
            request.Headers.Add("Last-Event-ID", $"{log}:{Session.Cursor}");
        var response = await SseClient.OpenAsync(http, request);
        response.EnsureSuccessStatusCode();
        _reading.Add(ReadSessionAsync(response));
    }

    private async Task ReadSessionAsync(HttpResponseMessage response)
    {
        try
        {
            using (response)
            {
                await foreach (var block in SseClient.ReadAsync(response, Token))
                {
                    if (block.Data is null)
                        continue;
                    var next = WireEvent.Of(block);
                    if (next.Sequence != Session.Cursor + 1)
                        Faults.Enqueue($"session {Session.Name}: event {next.Sequence} of its log was told behind {Session.Cursor}");
                    Session.Log = block.Id![..block.Id!.LastIndexOf(':')];
                    Session.Events.Add(next);
                }
            }
        }
        catch (Exception exception) when (IsBroken(exception))
        {
        }
    }

    /// <summary>What a client gets when the server is killed. A status that is an error is none of these. A connection that breaks in the moment it
    /// is made is a bare SocketException: HttpClient asks it for its address outside of what turns errors into its own.</summary>
    private static bool IsBroken(Exception exception) => exception is IOException or HttpRequestException { StatusCode: null } or SocketException;
}
