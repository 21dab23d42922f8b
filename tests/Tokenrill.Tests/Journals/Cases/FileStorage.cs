using Tokenrill.Journals;
using Tokenrill.Journals.Files;
using Tokenrill.Options;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>Stores in a folder that is gone afterwards.</summary>
internal sealed class FileStorage(Durability durability) : ITestStorage
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("tokenrill-journal-");
    private readonly List<FileJournal> _journals = [];
    private int _folders;

    /// <summary>The disk the next journal is opened on.</summary>
    public FaultyDisk Disk { get; set; } = new();

    /// <summary>The folder that is stored in now.</summary>
    public string Folder => Path.Combine(_root.FullName, $"{_folders}");

    /// <summary>The journal's files, in the order of their names.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Folder, "*.trj*").Order(StringComparer.Ordinal)];

    public IJournal NewJournal(StorageOptions options, FakeTime time, CapturedLog log)
    {
        options.Path = Folder;
        options.Durability = durability;
        var journal = new FileJournal(options, time, log.For<FileJournal>(), Disk);
        _journals.Add(journal);
        return journal;
    }

    public Task FlushAsync(IJournal journal) => ((FileJournal)journal).FlushAsync();

    public Task CloseAsync(IJournal journal) => ((FileJournal)journal).DisposeAsync().AsTask();

    /// <summary>What comes later finds a copy of the folder as it is now; the journal keeps the folder it has.</summary>
    public void Abandon(IJournal journal) => Copy(Folder);

    /// <summary>From now on it is stored in a copy of a folder.</summary>
    public void Copy(string from)
    {
        _folders++;
        Directory.CreateDirectory(Folder);
        foreach (var file in Directory.EnumerateFiles(from, "*.trj*"))
            File.Copy(file, Path.Combine(Folder, Path.GetFileName(file)));
    }

    public async ValueTask DisposeAsync()
    {
        Disk.Release();
        foreach (var journal in _journals)
            await journal.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
