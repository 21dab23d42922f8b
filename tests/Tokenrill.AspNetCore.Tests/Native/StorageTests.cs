using System.Text;
using Tokenrill.Options;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

/// <summary>What clients see of a server that stores everything in files, and of those that are damaged, deleted, or not there.</summary>
public sealed class StorageTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenrill-");
    private readonly ScriptedProvider _provider = new();
    private TestHost? _host;

    private string Data => Path.Combine(_folder.FullName, "data");

    private HttpClient Client => _host!.Client;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_a_server_has_stored_the_next_one_gives_back()
    {
        await StartAsync();
        var id = await AnswerAsync("""{"prompt":"Why?","session":"s","idempotency_key":"k","metadata":{"a":"b"}}""", "Because", " so.");
        var before = await Client.CallAsync(Get($"/v1/generations/{id}"));

        await RestartAsync();

        var (status, state) = await Client.CallAsync(Get($"/v1/generations/{id}"));
        status.ShouldBe(200);
        state.ToString().ShouldBe(before.Json.ToString());
        (await Client.StartLaterAsync("""{"prompt":"Why?","session":"s","idempotency_key":"k","metadata":{"a":"b"}}""")).ShouldBe(id);
        using var resumed = await Client.OpenAsync(Get($"/v1/generations/{id}/events?after=3"));
        (await resumed.EventsAsync()).Select(next => next.Event).ShouldBe(["text", "completed"]);
        using var over = await Client.OpenAsync(Get($"/v1/generations/{id}/events?after=5"));
        ((int)over.StatusCode).ShouldBe(204);
        var (_, messages) = await Client.CallAsync(Get("/v1/sessions/s/messages"));
        messages.GetProperty("data").EnumerateArray().Select(message => message.Text("content")).ShouldBe(["Why?", "Because so."]);
    }

    [Fact]
    public async Task What_ran_is_interrupted_and_its_session_goes_on()
    {
        await StartAsync();
        var first = await Client.StartLaterAsync("""{"prompt":"Why?","session":"s"}""");
        var call = await _provider.NextCallAsync();
        call.Accept().Text("Beca");

        await RestartAsync();

        (await Client.CallAsync(Get($"/v1/generations/{first}"))).Json.Text("status").ShouldBe("interrupted");
        var second = Client.StartLaterAsync("""{"prompt":"Go on","session":"s"}""");
        var next = await _provider.NextCallAsync();
        next.Accept().Text("use.").Finish();
        await second;
        var (_, messages) = await Client.CallAsync(Get("/v1/sessions/s/messages"));
        messages.GetProperty("data").EnumerateArray().Select(message => (message.Text("content"), message.Text("status"))).Take(2)
            .ShouldBe([("Why?", null), ("Beca", "interrupted")]);
    }

    [Fact]
    public async Task Behind_what_was_damaged_a_reader_is_told_so()
    {
        await StartAsync();
        var id = await AnswerAsync(Hello, [.. Enumerable.Range(0, 9).Select(i => $"piece {i} {new string('x', 100_000)}")]);
        await StopAsync();
        Damage("piece 7 ");

        await StartAsync();

        var (_, state) = await Client.CallAsync(Get($"/v1/generations/{id}"));
        state.Text("status").ShouldBe("interrupted");
        var last = state.Number("last_seq");
        state.Text("text")!.ShouldContain("piece 0 ");
        state.Text("text")!.ShouldNotContain("piece 7 ");
        using var read = await Client.OpenAsync(Get($"/v1/generations/{id}/events?after={last - 2}"));
        (await read.EventsAsync()).Select(next => next.Event).ShouldBe(["text", "interrupted"]);
        var (status, problem) = await Client.CallAsync(Get($"/v1/generations/{id}/events?after={last}"));
        (status, problem.Text("code")).ShouldBe((410, "cursor_expired"));
        (await Client.CallAsync(Get($"/v1/generations/{id}/events?after={last + 1}"))).Status.ShouldBe(410);
        (await _host!.Log.LineAsync("is damaged at")).ShouldContain("generations-00000001");
    }

    [Fact]
    public async Task A_deleted_session_is_gone_from_the_disk_when_that_is_acknowledged()
    {
        await StartAsync();
        var id = await AnswerAsync("""{"prompt":"Tell me of zebras","session":"s"}""", "Zebras", " are striped.");
        var kept = await AnswerAsync("""{"prompt":"Tell me of yaks","session":"t"}""", "Yaks", " are hairy.");

        using var deleted = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Delete, "/v1/sessions/s"));

        ((int)deleted.StatusCode).ShouldBe(204);
        var bytes = Encoding.UTF8.GetString([.. Directory.GetFiles(Data, "*.trj").SelectMany(File.ReadAllBytes)]);
        bytes.ShouldNotContain("ebras");
        bytes.ShouldContain("Yaks");
        (await Client.CallAsync(Get($"/v1/generations/{id}"))).Status.ShouldBe(404);
        await RestartAsync();
        (await Client.CallAsync(Get("/v1/sessions/s"))).Status.ShouldBe(404);
        (await Client.CallAsync(Get($"/v1/generations/{kept}"))).Json.Text("text").ShouldBe("Yaks are hairy.");
    }

    [Fact]
    public async Task A_server_that_cannot_store_is_not_ready_until_it_can()
    {
        await StartAsync();
        (await Client.CallAsync(Get("/readyz"))).Status.ShouldBe(200);
        Directory.Move(Data, Data + " away");

        var id = await AnswerAsync(Hello, "Hello.");
        await _host!.Log.LineAsync("nothing is stored until");

        var (status, report) = await Client.CallAsync(Get("/readyz"));
        (status, report.Text("status")).ShouldBe((503, "not_ready"));
        report.GetProperty("checks").EnumerateArray().Single(row => row.Text("kind") == "storage").GetProperty("ok").GetBoolean().ShouldBeFalse();
        Directory.Move(Data + " away", Data);
        await _host.Log.LineAsync("everything is stored again");
        (await Client.CallAsync(Get("/readyz"))).Status.ShouldBe(200);
        await RestartAsync();
        (await Client.CallAsync(Get($"/v1/generations/{id}"))).Json.Text("text").ShouldBe("Hello.");
    }

    [Fact]
    public async Task A_server_that_shall_not_go_on_without_storing_says_so()
    {
        await StartAsync(OnStorageFailure.Fail);
        var running = await Client.OpenAsync(Post("/v1/generations", Hello));
        var call = await _provider.NextCallAsync();
        Directory.Move(Data, Data + " away");
        call.Accept().Text("Hel");

        (await running.EventsAsync())[^1].Data!.ShouldContain("\"code\":\"storage_unavailable\"");
        var (status, problem) = await Client.CallAsync(Post("/v1/generations", Hello));
        (status, problem.Text("code")).ShouldBe((503, "storage_unavailable"));
        Directory.Move(Data + " away", Data);
        await _host!.Log.LineAsync("everything is stored again");
        await AnswerAsync(Hello, "Hello.");
    }

    private async Task StartAsync(OnStorageFailure onFailure = OnStorageFailure.Degrade) => _host = await TestHost.StartAsync(
        ModelCatalogs.Of(("scripted", _provider)), new TokenrillOptions { Storage = { Path = Data, OnFailure = onFailure } }, stores: true);

    private async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    private async Task StopAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync().InTime();
        await _host.DisposeAsync();
        _host = null;
    }

    /// <summary>Has a generation answered, and gives its id when it has ended.</summary>
    private async Task<string> AnswerAsync(string json, params string[] pieces)
    {
        using var response = await Client.OpenAsync(Post("/v1/generations", json));
        var call = await _provider.NextCallAsync();
        call.Accept();
        foreach (var piece in pieces)
            call.Text(piece);
        call.Finish();
        await response.EventsAsync();
        return response.Generation();
    }

    /// <summary>Changes one byte of this text wherever it is stored.</summary>
    private void Damage(string text)
    {
        foreach (var file in Directory.GetFiles(Data, "*.trj"))
        {
            var bytes = File.ReadAllBytes(file);
            for (var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)); at >= 0; at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)))
                bytes[at] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
    }
}
