using Tokenrill.Generations;

namespace Tokenrill.Logs;

/// <summary>Where logs are stored besides memory. Stands behind the writer: readers never meet it.</summary>
public interface IJournal
{
    /// <summary>A generation begins. It is acknowledged to the client when this has completed.</summary>
    ValueTask OpenAsync(Generation generation, CancellationToken cancellationToken);

    /// <summary>The generation's log has grown. Called on the writer's thread after each flush, so it must not block.</summary>
    /// <returns>True when readers may see the events at once. A strict journal returns false, stores them, and then
    /// calls <see cref="GenerationLog.Publish"/> itself.</returns>
    bool Appended(Generation generation);
}

/// <summary>The journal that stores nothing: what is in memory is all there is.</summary>
internal sealed class MemoryJournal : IJournal
{
    public ValueTask OpenAsync(Generation generation, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public bool Appended(Generation generation) => true;
}
