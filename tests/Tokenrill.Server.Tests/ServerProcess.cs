using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests;

/// <summary>The real server in a process of its own, in a working directory of its own or one that outlives it. Ended with the test.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ServerFolder _folder;
    private readonly bool _ownsFolder;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _readsOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Task _outputRead;
    private readonly Task<string> _errorRead;

    private ServerProcess(ServerFolder folder, bool ownsFolder, string[] arguments, IEnumerable<(string Name, string Value)> environment, bool isRead = true)
    {
        _folder = folder;
        _ownsFolder = ownsFolder;
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // No Ollama of the machine may get into a test: nothing listens on port 1.
        start.Environment["OLLAMA_HOST"] = "127.0.0.1:1";
        // A hundred short lives on two cores: none of them is worth warming up for.
        start.Environment["Tokenrill__WarmUp"] = "false";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        if (isRead)
            ReadOn();
        _outputRead = ReadOutputAsync();
        _errorRead = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Client { get; }

    /// <summary>What it wrote to standard output so far; all of it once it has ended.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Where it listens. Throws what it said when it ended instead.</summary>
    public Task<Uri> Address => _listening.Task.InTime();

    public string[] Files => _folder.Files;

    /// <summary>Starts it on a free port of loopback.</summary>
    public static ServerProcess Start(params (string Name, string Value)[] environment) =>
        StartWith(FreePort, environment);

    /// <summary>Starts it on a free port of loopback, in a folder that may have seen others before it.</summary>
    public static ServerProcess StartIn(ServerFolder folder, params (string Name, string Value)[] environment) =>
        new(folder, ownsFolder: false, FreePort, environment);

    /// <summary>Starts it with a command line, an environment, and what stands in its working directory's appsettings.json.</summary>
    public static ServerProcess StartWith(string[] arguments, IEnumerable<(string Name, string Value)>? environment = null, string? settings = null)
    {
        var folder = new ServerFolder();
        if (settings is not null)
            File.WriteAllText(Path.Combine(folder.Path, "appsettings.json"), settings);
        return new ServerProcess(folder, ownsFolder: true, arguments, environment ?? []);
    }

    /// <summary>Starts it, and reads what it writes only until it says where it listens.</summary>
    public static ServerProcess StartUnread(params (string Name, string Value)[] environment) =>
        new(new ServerFolder(), ownsFolder: true, FreePort, environment, isRead: false);

    /// <summary>From now on what it writes is read.</summary>
    public void ReadOn() => _readsOn.TrySetResult(true);

    /// <summary>Closes the reading end of its standard output.</summary>
    public void HangUp()
    {
        _process.StandardOutput.Close();
        _readsOn.TrySetResult(false);
    }

    /// <summary>Waits for its end only, whatever it has written.</summary>
    public Task ExitAsync() => _process.WaitForExitAsync(TestContext.Current.CancellationToken).InTime();

    /// <summary>Sends a signal: TERM, KILL.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken).InTime();
    }

    /// <summary>Waits for its end: how it ended, and what it wrote to standard error.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        await Task.WhenAll(_process.WaitForExitAsync(TestContext.Current.CancellationToken), _outputRead, _errorRead).InTime();
        return (_process.ExitCode, await _errorRead);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        if (_ownsFolder)
            _folder.Dispose();
    }

    private async Task ReadOutputAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            _output.Enqueue(line);
            if (ListeningLine().Match(line) is { Success: true } match)
            {
                Client.BaseAddress = new Uri(match.Groups[1].Value);
                _listening.TrySetResult(Client.BaseAddress);
                if (!await _readsOn.Task)
                    return;
            }
        }
        _listening.TrySetException(new InvalidOperationException($"it ended before it listened:\n{string.Join('\n', _output)}\n{await _errorRead}"));
    }

    private static string[] FreePort => ["--urls", "http://127.0.0.1:0"];

    /// <summary>The program as it was built, in the same configuration as this test.</summary>
    public static string Program { get; } = Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "Tokenrill.Server.Tests"), Path.Combine("src", "Tokenrill.Server"), StringComparison.Ordinal), "Tokenrill.Server.dll");

    [GeneratedRegex(@"Listening on (http://[^\s,]+)")]
    private static partial Regex ListeningLine();
}
