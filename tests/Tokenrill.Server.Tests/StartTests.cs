using System.Net;
using System.Net.Sockets;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests;

public sealed class StartTests
{
    private const string Key = "a-key-for-this-test";

    [Fact]
    public async Task With_nothing_configured_it_uses_the_simulator_and_says_so()
    {
        await using var server = ServerProcess.Start();
        await using var stream = await server.AskAsync("tokens=3");
        (await stream.NextAsync("started")).GetProperty("model").GetString().ShouldBe("sim/steady");
        (await stream.RestAsync())[^1].ShouldBe("completed");
        await server.SignalAsync("TERM");
        await server.EndAsync();
        server.Output.ShouldContain(line => line.Contains("no Ollama answers at http://127.0.0.1:1") && line.Contains("simulator, which is no model") && line.Contains("\"default\" is sim/steady."));
    }

    [Fact]
    public async Task Without_addresses_it_listens_on_loopback_only()
    {
        await using var server = ServerProcess.StartWith([]);
        try
        {
            (await server.Address).ShouldBe(new Uri("http://127.0.0.1:5210"));
        }
        catch (InvalidOperationException taken)
        {
            // Somebody at this machine uses the port; then this is what it wanted.
            taken.Message.ShouldContain("http://127.0.0.1:5210");
        }
    }

    public static TheoryData<string[], (string, string)[]> Beyond => new()
    {
        { ["--urls", "http://0.0.0.0:0"], [] },
        { ["--urls", "http://127.0.0.1:0;http://[::]:0"], [] },
        { ["--urls=http://*:0"], [] },
        { [], [("ASPNETCORE_URLS", "http://+:0")] },
        { [], [("ASPNETCORE_HTTP_PORTS", "0")] },
        { [], [("URLS", "http://some.host.example:0")] },
        { [], [("Kestrel__Endpoints__Http__Url", "http://0.0.0.0:0")] },
    };

    [Theory]
    [MemberData(nameof(Beyond))]
    public async Task It_refuses_to_listen_beyond_this_machine_without_keys_and_says_what_can_be_done(string[] arguments, (string, string)[] environment)
    {
        await using var server = ServerProcess.StartWith(arguments, environment);
        var (exitCode, error) = await server.EndAsync();
        exitCode.ShouldBe(78);
        error.ShouldContain("--urls http://127.0.0.1:5210");
        error.ShouldContain("Tokenrill:Keys:0:Key");
        error.ShouldContain("Tokenrill:AllowInsecure");
        string.Concat(server.Output).ShouldNotContain("Exception");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task With_keys_it_listens_beyond_this_machine_and_wants_them()
    {
        await using var server = ServerProcess.StartWith(["--urls", "http://0.0.0.0:0"], [("Tokenrill__Keys__0__Name", "tester"), ("Tokenrill__Keys__0__Key", Key)]);
        var address = new UriBuilder(await server.Address) { Host = "127.0.0.1" }.Uri;
        using var client = new HttpClient { BaseAddress = address };
        (await client.GetAsync("/v1/models", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        (await client.GetAsync("/v1/models", TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        string.Concat(server.Output).ShouldNotContain(Key);
    }

    [Fact]
    public async Task When_told_in_as_many_words_it_listens_beyond_this_machine_without_keys_and_warns()
    {
        await using var server = ServerProcess.StartWith(["--urls", "http://0.0.0.0:0", "--Tokenrill:AllowInsecure=true"]);
        await server.Address;
        await server.SignalAsync("TERM");
        (await server.EndAsync()).ExitCode.ShouldBe(0);
        server.Output.ShouldContain(line => line.Contains("warn:") && line.Contains("without API keys"));
    }

    [Fact]
    public async Task A_port_in_use_is_said_in_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var server = ServerProcess.StartWith(["--urls", $"http://{taken.LocalEndpoint}"]);
        var (exitCode, error) = await server.EndAsync();
        exitCode.ShouldBe(69);
        error.ShouldContain($"http://{taken.LocalEndpoint}");
        error.ShouldContain("already in use");
        error.ShouldContain("--urls");
        string.Concat(server.Output).ShouldNotContain("Exception");
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("not an address")]
    public async Task An_address_that_is_none_is_said_in_a_sentence(string address)
    {
        await using var server = ServerProcess.StartWith(["--urls", address]);
        var (exitCode, error) = await server.EndAsync();
        exitCode.ShouldBe(78);
        error.ShouldContain(address);
        error.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("servce", "no command \"servce\"; there are serve and journal")]
    [InlineData("--port=80", "no option \"--port\"")]
    [InlineData("-p", "\"-p\" is no option")]
    [InlineData("--urls", "--urls needs a value")]
    public async Task A_command_line_that_means_nothing_is_refused(string argument, string message)
    {
        await using var server = ServerProcess.StartWith([argument]);
        var (exitCode, error) = await server.EndAsync();
        exitCode.ShouldBe(2);
        error.ShouldContain(message);
    }

    [Theory]
    [InlineData("--help", "usage: tokenrill")]
    [InlineData("--version", "tokenrill 0.")]
    public async Task Help_and_version_are_said_and_nothing_is_started(string argument, string expected)
    {
        await using var server = ServerProcess.StartWith(["serve", argument]);
        (await server.EndAsync()).ExitCode.ShouldBe(0);
        string.Join('\n', server.Output).ShouldContain(expected);
    }

    [Fact]
    public async Task The_page_needs_no_key_and_may_talk_to_its_server_only()
    {
        await using var server = ServerProcess.Start(("Tokenrill__Keys__0__Name", "tester"), ("Tokenrill__Keys__0__Key", Key));
        await server.Address;
        using var page = await server.Client.GetAsync("/", TestContext.Current.CancellationToken).InTime();
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'; script-src 'self';");
        page.Headers.Contains("Server").ShouldBeFalse();
        (await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("<script>");
    }
}
