using System.Diagnostics;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Journals;

/// <summary>Runs <c>tokenrill journal</c> as a process of its own.</summary>
internal static class JournalTool
{
    /// <summary>Runs it in a folder and gives how it ended and what it said.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(ServerFolder folder, params string[] arguments) =>
        RunAsync(new ProcessStartInfo("dotnet", [ServerProcess.Program, "journal", .. arguments]), folder);

    /// <summary>Runs it with its output going to <c>head</c>, which reads one line and goes; the exit code is the tool's.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunToHeadAsync(ServerFolder folder, params string[] arguments) =>
        RunAsync(new ProcessStartInfo("bash", ["-c", "dotnet \"$@\" | head -c 100; exit ${PIPESTATUS[0]}", "bash", ServerProcess.Program, "journal", .. arguments]), folder);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(ProcessStartInfo start, ServerFolder folder)
    {
        start.WorkingDirectory = folder.Path;
        start.UseShellExecute = false;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await Task.WhenAll(process.WaitForExitAsync(TestContext.Current.CancellationToken), output, error).InTime();
        return (process.ExitCode, await output, await error);
    }
}
