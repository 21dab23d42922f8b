using Tokenrill.Diagnostics;
using Tokenrill.Recipes.Files;

namespace Tokenrill.Recipes;

/// <summary>Tells that the recipe files of a folder have changed, once they have been quiet for a moment: an editor that saves makes
/// several changes of one.</summary>
internal sealed class RecipeWatcher : IDisposable
{
    /// <summary>How long the folder must have been quiet.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300);

    private readonly FileSystemWatcher _files;
    private readonly ITimer _timer;

    private RecipeWatcher(string path, TimeProvider time, Action changed)
    {
        _timer = time.CreateTimer(static state => ((Action)state!)(), changed, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _files = new FileSystemWatcher(path, RecipeFolder.Pattern);
        _files.Changed += OnChanged;
        _files.Created += OnChanged;
        _files.Deleted += OnChanged;
        _files.Renamed += OnChanged;
        // Changes were lost: everything is read anew anyway.
        _files.Error += (_, _) => Wait();
    }

    /// <summary>Watches a folder. Null when the system cannot, which is said: changes then need a restart.</summary>
    public static RecipeWatcher? Start(string path, TimeProvider time, Action changed, RecipeEvents events)
    {
        RecipeWatcher? watcher = null;
        try
        {
            watcher = new RecipeWatcher(path, time, changed);
            watcher._files.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or UnauthorizedAccessException)
        {
            watcher?.Dispose();
            events.NotWatched(path, exception.Message);
            return null;
        }
    }

    public void Dispose()
    {
        _files.Dispose();
        _timer.Dispose();
    }

    private void OnChanged(object sender, FileSystemEventArgs change) => Wait();

    private void Wait() => _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
}
