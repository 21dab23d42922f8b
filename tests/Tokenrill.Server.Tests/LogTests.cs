using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Tokenrill.Server.Tests;

public sealed partial class LogTests
{
    // Many times what a pipe holds, and what the framework's own queue would; less than what may wait.
    private const int Generations = 3200, AtOnce = 8;

    private static readonly (string, string)[] Unlimited = [("Tokenrill__Limits__RequestsPerMinute", "1000000"), ("Tokenrill__Limits__GenerationsPerKey", "1000")];

    [Fact]
    public async Task A_log_that_nobody_reads_holds_up_no_generation_and_is_whole_when_it_is_read()
    {
        await using var server = ServerProcess.StartUnread(Unlimited);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => GenerateAsync(server, Generations / AtOnce)));
        server.ReadOn();
        await server.SignalAsync("TERM");
        (await server.EndAsync()).ExitCode.ShouldBe(0);
        server.Output.Sum(line => line.Length + 1).ShouldBeGreaterThan(1024 * 1024);
        server.Output.ShouldAllBe(line => WholeLine().IsMatch(line));
        server.Output.Count(line => line.Contains("ended completed", StringComparison.Ordinal)).ShouldBe(Generations);
    }

    [Fact]
    public async Task A_log_that_nobody_reads_does_not_hold_up_the_end()
    {
        await using var server = ServerProcess.StartUnread(Unlimited);
        await GenerateAsync(server, 400);
        await server.SignalAsync("TERM");
        await server.ExitAsync();
        server.ReadOn();
        (await server.EndAsync()).ExitCode.ShouldBe(0);
        // More than a pipe holds was to be written, so this is what a test of a full one is.
        server.Output.Count(line => line.Contains("ended completed", StringComparison.Ordinal)).ShouldBeLessThan(400);
    }

    [Fact]
    public async Task A_reader_of_the_log_that_has_gone_takes_nothing_with_it()
    {
        await using var server = ServerProcess.StartUnread();
        await server.Address;
        server.HangUp();
        await GenerateAsync(server, 10);
        await server.SignalAsync("TERM");
        (await server.EndAsync()).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_logged_before_a_start_that_fails_is_in_the_log()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        await using var server = ServerProcess.StartWith(["--urls", $"http://{taken.LocalEndpoint}"], [("Tokenrill__Storage__Kind", "memory"), ("Tokenrill__Storage__Compression", "on")]);
        (await server.EndAsync()).ExitCode.ShouldBe(69);
        server.Output.ShouldHaveSingleItem().ShouldContain("warn: Tokenrill.Server[201] Tokenrill:Storage:Compression");
    }

    [Fact]
    public async Task Of_the_frameworks_console_the_levels_hold_and_what_has_no_effect_is_said()
    {
        await using var server = ServerProcess.Start(
            ("Logging__Console__LogLevel__Tokenrill.Server", "Information"),
            ("Logging__Console__LogLevel__Default", "Warning"),
            ("Logging__Console__FormatterName", "json"),
            ("Logging__Console__FormatterOptions__IncludeScopes", "true"));
        await GenerateAsync(server, 1);
        await server.SignalAsync("TERM");
        await server.EndAsync();
        server.Output.ShouldNotContain(line => line.Contains("gen_"));
        server.Output.ShouldContain(line => line.Contains("Logging:Console:FormatterName has no effect"));
        server.Output.ShouldContain(line => line.Contains("Logging:Console:FormatterOptions:IncludeScopes has no effect"));
        server.Output.Count(line => line.Contains("warn:")).ShouldBe(2);
    }

    private static async Task GenerateAsync(ServerProcess server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await using var stream = await server.AskAsync("tokens=1", "sim/fast");
            (await stream.RestAsync())[^1].ShouldBe("completed");
        }
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: [A-Za-z.]+\[\d+\] \S.*[^\s]$")]
    private static partial Regex WholeLine();
}
