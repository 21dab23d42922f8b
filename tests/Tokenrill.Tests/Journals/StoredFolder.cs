using System.Security.Cryptography;
using Tokenrill.Generations;
using Tokenrill.Journals.Files;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>A folder in which engines store, one after the other, and nothing before they are told to: time stands still. Gone afterwards.</summary>
internal sealed class StoredFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tokenrill-journal-");
    private FileJournal? _journal;
    private TestEngine? _engine;

    public string Path => _folder.FullName;

    public FakeTime Time { get; } = new();

    public TestEngine Engine => _engine!;

    /// <summary>What stands in its files, by their names.</summary>
    public Dictionary<string, byte[]> Contents => _folder.EnumerateFiles("*.trj").OrderBy(file => file.Name, StringComparer.Ordinal).ToDictionary(file => file.Name, file => File.ReadAllBytes(file.FullName));

    /// <summary>What its files are called, and what stands in each, in short.</summary>
    public IReadOnlyList<string> Digests => [.. Contents.Select(file => $"{file.Key} {Convert.ToHexString(SHA256.HashData(file.Value))}")];

    /// <summary>The path of the only file of a family, or the one of that number.</summary>
    public string FileOf(string family, int number = 1) => _folder.EnumerateFiles($"{family}-{number:D8}-*.trj").Single().FullName;

    public static async Task<StoredFolder> StartAsync(long segmentBytes = 1 << 20)
    {
        var folder = new StoredFolder();
        await folder.StartEngineAsync(segmentBytes);
        return folder;
    }

    public async Task StartEngineAsync(long segmentBytes = 1 << 20)
    {
        var options = new TokenrillOptions { Storage = { Path = Path, SegmentBytes = segmentBytes } };
        var log = new CapturedLog();
        _journal = new FileJournal(options.Storage, Time, log.For<FileJournal>());
        _engine = new TestEngine(options, time: Time, journal: _journal);
        await _engine.Service.RecoverAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Everything that was said so far is stored.</summary>
    public Task FlushAsync() => _journal!.FlushAsync().InTime();

    /// <summary>A generation that has ended, with this text, each in an event of its own.</summary>
    public async Task<Generation> AnswerAsync(string session, params string[] texts)
    {
        var (generation, call) = await Engine.StartCallAsync(Requests.In(session, "What is a rill?"));
        call.Accept();
        foreach (var text in texts)
            call.Text(text);
        call.Finish();
        await generation.CleanedUpAsync();
        return generation;
    }

    /// <summary>Ends the engine as a server is ended: what runs is interrupted, and everything is stored.</summary>
    public async Task EndAsync()
    {
        if (_engine is null)
            return;
        await _engine.Service.ShutDownAsync(CancellationToken.None);
        await _journal!.DisposeAsync();
        _engine.Dispose();
        _engine = null;
    }

    /// <summary>Changes a file.</summary>
    public static void Edit(string path, Func<byte[], byte[]> change) => File.WriteAllBytes(path, change(File.ReadAllBytes(path)));

    public static void Flip(string path, long offset) => Edit(path, bytes =>
    {
        bytes[offset] ^= 1;
        return bytes;
    });

    public JournalFolder Look() => JournalFolder.Open(Path, Time);

    public (JournalReport Report, IReadOnlyList<JournalFinding> Findings) Check()
    {
        using var folder = Look();
        return Check(folder);
    }

    public static (JournalReport Report, IReadOnlyList<JournalFinding> Findings) Check(JournalFolder folder)
    {
        var findings = new List<JournalFinding>();
        return (folder.Check(findings.Add, TestContext.Current.CancellationToken), findings);
    }

    /// <summary>Where the records of a file are.</summary>
    public static IReadOnlyList<RecordPlace> Places(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        var segment = Segment.Open(new ReadOnlyDisk(), System.IO.Path.GetDirectoryName(path)!, SegmentName.Parse(name.Split('-')[0], name)!.Value);
        var places = SeenRecord.Scan(segment).Places;
        segment.Close();
        return places;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _folder.Delete(recursive: true);
    }
}
