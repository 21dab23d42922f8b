namespace Tokenrill.Journals.Files;

/// <summary>The files of a journal, all opened as they stood at one moment, and only to be read.</summary>
internal sealed class JournalFiles : IDisposable
{
    // Files come and go when sessions are deleted or generations expire: not so often that this many looks would not find a moment between.
    private const int Looks = 20;

    private JournalFiles(SegmentFamily generations, SegmentFamily sessions, IReadOnlyList<string> unused)
    {
        Generations = generations;
        Sessions = sessions;
        Unused = unused;
    }

    public SegmentFamily Generations { get; }

    public SegmentFamily Sessions { get; }

    /// <summary>The names of files that count for nothing.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>Opens all files.</summary>
    /// <exception cref="InvalidDataException">A file is of a version that cannot be read, or two claim the same place.</exception>
    /// <exception cref="IOException">A file cannot be opened.</exception>
    public static JournalFiles Open(IDisk disk, string folder)
    {
        for (var look = 1; ; look++)
        {
            var before = Find(disk, folder);
            try
            {
                var files = Open(disk, folder, before);
                if (Find(disk, folder) is var after && before.Generations.Names.SequenceEqual(after.Generations.Names) && before.Sessions.Names.SequenceEqual(after.Sessions.Names))
                    return files;
                files.Dispose();
                if (look == Looks)
                    throw new IOException("Its files change faster than they can be opened.");
            }
            catch (FileNotFoundException) when (look < Looks)
            {
                // It was dropped, or written anew, in this moment: look again.
            }
        }
    }

    public void Dispose()
    {
        Generations.Dispose();
        Sessions.Dispose();
    }

    private static (SegmentFiles Generations, SegmentFiles Sessions) Find(IDisk disk, string folder) =>
        (SegmentFiles.Find(disk, folder, FileJournal.GenerationsName), SegmentFiles.Find(disk, folder, FileJournal.SessionsName));

    private static JournalFiles Open(IDisk disk, string folder, (SegmentFiles Generations, SegmentFiles Sessions) found)
    {
        var generations = SegmentFamily.Look(disk, folder, FileJournal.GenerationsName, found.Generations);
        try
        {
            string[] unused = [.. found.Generations.Superseded, .. found.Generations.Unfinished, .. found.Sessions.Superseded, .. found.Sessions.Unfinished];
            return new JournalFiles(generations, SegmentFamily.Look(disk, folder, FileJournal.SessionsName, found.Sessions), [.. unused.Select(path => Path.GetFileName(path))]);
        }
        catch
        {
            generations.Dispose();
            throw;
        }
    }
}
