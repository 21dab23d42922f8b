using Tokenrill.Time;

namespace Tokenrill.Journals.Files;

/// <summary>A journal's folder, for whoever wants to know what is in it. It is only read: nothing in it is changed or locked, and a server may use it
/// meanwhile. What is read is what stood there when it was opened.</summary>
public sealed class JournalFolder : IDisposable
{
    private readonly JournalFiles _files;
    private readonly Clock _clock;

    private JournalFolder(string path, JournalFiles files, Clock clock)
    {
        Path = path;
        _files = files;
        _clock = clock;
    }

    /// <summary>The folder, from the root.</summary>
    public string Path { get; }

    /// <summary>Opens a folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="time">All time comes from here.</param>
    /// <exception cref="JournalException">There is no journal there, or it cannot be read; the message says why.</exception>
    public static JournalFolder Open(string path, TimeProvider time)
    {
        try
        {
            var full = System.IO.Path.GetFullPath(path);
            if (!Directory.Exists(full))
                throw new JournalException(File.Exists(full) ? $"{full} is a file. A journal is a folder." : $"There is no folder {full}.");
            var files = JournalFiles.Open(new ReadOnlyDisk(), full);
            if (files.Generations.Segments.Count + files.Sessions.Segments.Count > 0)
                return new JournalFolder(full, files, new Clock(time));
            files.Dispose();
            throw new JournalException($"There is no journal in {full}: a journal's files have names such as generations-00000001-0000-9f3ac05e.trj.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, exception);
        }
    }

    /// <summary>Reads everything once and tells what is there, and what is wrong.</summary>
    /// <param name="found">Told of each thing that is wrong or worth knowing, as it is found.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public JournalReport Check(Action<JournalFinding> found, CancellationToken cancellationToken)
    {
        try
        {
            return new JournalCheck(_files, found, cancellationToken).Run();
        }
        catch (IOException exception)
        {
            throw Unreadable(Path, exception);
        }
    }

    /// <summary>Reads all sessions, in the order in which they began, each when it is asked for; without those that were deleted.</summary>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public IEnumerable<StoredSession> ReadSessions() => Read(reading => reading.Sessions());

    /// <summary>Reads all generations, each when it is asked for: first those whose end is stored, in that order, then the others. Without those of sessions
    /// that were deleted.</summary>
    /// <exception cref="JournalException">A file cannot be read.</exception>
    public IEnumerable<StoredGeneration> ReadGenerations() => Read(reading => reading.Generations());

    /// <summary>Lets go of the files.</summary>
    public void Dispose() => _files.Dispose();

    private IEnumerable<T> Read<T>(Func<JournalReading, IEnumerable<T>> items)
    {
        // It holds nothing but the files, which are let go of with this.
        var store = new JournalStore(_files.Generations, _files.Sessions, _clock);
        using var next = items(new JournalReading(store, _clock)).GetEnumerator();
        while (Moves(next))
            yield return next.Current;
    }

    private bool Moves<T>(IEnumerator<T> items)
    {
        try
        {
            return items.MoveNext();
        }
        catch (IOException exception)
        {
            throw Unreadable(Path, exception);
        }
    }

    private static JournalException Unreadable(string path, Exception exception) => new($"The journal in {path} cannot be read: {exception.Message.TrimEnd('.')}.", exception);
}
