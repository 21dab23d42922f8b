using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Tokenrill.Generations;
using Tokenrill.Journals.Files;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.Benchmarks;

/// <summary>How long it takes to open a journal, and what memory, by the number of events in it: <c>--recovery</c>. Each is opened in a process of
/// its own, once to have the file in the system's cache and then for the figure.</summary>
internal static class RecoveryMeasurement
{
    // One started, one status, one terminal.
    private const int Generations = 1000, Besides = 3;

    // Longer than a round of the journal: each event is a record of its own, and once more in the copy of the whole.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private static readonly int[] Events = [250_000, 500_000, 1_000_000, 2_000_000];

    public static async Task RunAsync()
    {
        Console.WriteLine($"| events, of {Generations} generations in as many sessions | MB on the disk | open ms | ns an event | MB of memory, of which managed |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var events in Events)
        {
            var folder = Directory.CreateTempSubdirectory("tokenrill-recovery-");
            try
            {
                await FillAsync(folder.FullName, (events / Generations) - Besides);
                await OpenElsewhereAsync(folder.FullName, events);
                Console.WriteLine(await OpenElsewhereAsync(folder.FullName, events));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    /// <summary>Opens a journal in this process and says what it took.</summary>
    public static async Task OpenAsync(string folder, int events)
    {
        var bytes = new DirectoryInfo(folder).EnumerateFiles().Sum(static file => file.Length);
        var began = Stopwatch.GetTimestamp();
        await using var journal = NewJournal(folder);
        await journal.OpenAsync(CancellationToken.None);
        var milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {events} | {bytes / 1e6:0.0} | {milliseconds:0} | {milliseconds * 1e6 / events:0} | {process.WorkingSet64 / 1e6:0}, {GC.GetTotalMemory(forceFullCollection: true) / 1e6:0.0} |"));
    }

    private static async Task FillAsync(string folder, int tokens)
    {
        var models = new ModelCatalog(new Dictionary<string, IModelProvider> { ["bench"] = new Teller(tokens, Pause) }, new Dictionary<string, IReadOnlyList<string>>());
        await using var journal = NewJournal(folder);
        using var service = new GenerationService(
            new TokenrillOptions { Limits = { GenerationsPerKey = Generations } }, models, TimeProvider.System, NullLogger<GenerationService>.Instance, journal);
        await service.RecoverAsync(CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, Generations).Select(async number =>
        {
            var request = new GenerationRequest { Ask = new ModelRequest { Model = "bench/model", Messages = [new ChatMessage(ChatRole.User, "Hello")] }, Session = $"session {number}" };
            using var reader = (await service.StartAsync(request, new Caller("bench"), withReader: true, CancellationToken.None)).Reader!;
            await reader.ReadToEndAsync();
        }));
        await service.ShutDownAsync(CancellationToken.None);
    }

    private static async Task<string> OpenElsewhereAsync(string folder, int events)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Environment.GetCommandLineArgs()[0] is var program && program.EndsWith(".dll", StringComparison.Ordinal) && IsDotnet ? [program] : Array.Empty<string>(), "--recovery", folder, events.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return said.Trim();
    }

    private static bool IsDotnet => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    private static FileJournal NewJournal(string folder) =>
        new(new StorageOptions { Path = folder, Durability = Durability.None }, TimeProvider.System, NullLogger<FileJournal>.Instance);
}
