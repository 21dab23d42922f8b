using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Tokenrill.Rig.Loads;

/// <summary>Runs the load generator to its end.</summary>
internal static class LoadGenerator
{
    public static async Task<LoadResult> RunAsync(Workspace workspace, LoadRequest request, Load load, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(workspace.LoadGenerator, Arguments(request, load)) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        try
        {
            var said = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0
                ? JsonSerializer.Deserialize(said, RigJson.Default.LoadResult)!
                : throw new RigException($"the load generator ended with {process.ExitCode}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static List<string> Arguments(LoadRequest request, Load load)
    {
        List<string> arguments =
        [
            "--url", request.Url, "--streams", $"{load.Streams}", "--expect", $"{load.Tokens}",
            "--ramp", Seconds(load.Ramp), "--repeat", Seconds(load.Repeat), "--timeout", Seconds(load.Timeout),
        ];
        foreach (var header in request.Headers)
            arguments.AddRange(["--header", header]);
        if (request.Body is not null)
            arguments.AddRange(["--body", request.Body]);
        return arguments;
    }

    private static string Seconds(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
