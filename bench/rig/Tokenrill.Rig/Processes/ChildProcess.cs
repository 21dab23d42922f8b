using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Tokenrill.Rig.Processes;

/// <summary>A process that the rig starts, whose output goes to a file, and that ends with the rig.</summary>
internal sealed partial class ChildProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly string _log;

    private ChildProcess(Process process, string log)
    {
        _process = process;
        _log = log;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The shell redirects and then becomes the program: no byte of its output passes through the rig.</summary>
    public static ChildProcess Start(string log, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", log, program, .. arguments]) { WorkingDirectory = Path.GetDirectoryName(log) };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new ChildProcess(Process.Start(start)!, log);
    }

    /// <summary>The end of what it said.</summary>
    public string LastWords()
    {
        var lines = File.Exists(_log) ? File.ReadAllLines(_log) : [];
        return string.Join('\n', lines.TakeLast(12));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Signal(_process.Id, Terminate);
            await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), Task.Delay(Patience, TimeProvider.System));
        }
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}
