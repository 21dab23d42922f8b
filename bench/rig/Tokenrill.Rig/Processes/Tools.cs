using System.Diagnostics;

namespace Tokenrill.Rig.Processes;

/// <summary>Programs that must be there, and which versions of them are.</summary>
internal static class Tools
{
    /// <exception cref="RigException">One is missing; the message says which, and how it is installed on Debian.</exception>
    public static void Demand(string program, string package)
    {
        if (Find(program) is null)
            throw new RigException($"{program} is missing. On Debian: apt-get install {package}");
    }

    /// <summary>The first line that the program prints for these arguments; "unknown" when there is no such program.</summary>
    public static async Task<string> FirstLineAsync(string program, params string[] arguments)
    {
        if (Find(program) is not { } path)
            return "unknown";
        using var process = Process.Start(new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        // nginx says its version on standard error.
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? string.Concat(said).Split('\n')[0].Trim() : "unknown";
    }

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/usr/local/sbin").Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
