using Tokenrill.Journals;
using Tokenrill.Sessions;

namespace Tokenrill.Generations;

/// <summary>Brings generations back from where they are stored or packed: those somebody asks for, and those that a process before this one left behind.</summary>
internal sealed class StoredGenerations(GenerationServices services, GenerationRegistry registry, SessionDirectory sessions)
{
    /// <summary>The generation by that id, in memory or stored; null when there is none.</summary>
    public ValueTask<Generation?> FindAsync(string id, CancellationToken cancellationToken) =>
        registry.Find(id) is { } generation ? new(generation)
        : registry.IsPacked(id) ? new(UnpackAsync(id, cancellationToken))
        : services.Journal.IsLasting ? new(ReadAsync(id, cancellationToken))
        : default;

    /// <summary>Ends what ran when the process went away, and has sessions go on where they were stored.</summary>
    public void Recover(JournalContents contents)
    {
        // Some were stored before anybody knew which message of their session they write.
        var messages = contents.Sessions.SelectMany(static outline => outline.OpenTurns).ToDictionary(StringComparer.Ordinal);
        var interrupted = contents.Unfinished
            .Select(stored => Restore(messages.TryGetValue(stored.Head.Id, out var message) ? stored with { Head = stored.Head with { Message = message } } : stored))
            .ToDictionary(generation => generation.Id, StringComparer.Ordinal);
        foreach (var outline in contents.Sessions)
            Recover(outline, interrupted);
    }

    private async Task<Generation?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        // Files are read where nobody else's tokens wait for the thread.
        if (await Task.Run(() => services.Journal.Read(id), cancellationToken) is not { } stored)
            return null;
        var generation = registry.Restore(new Generation(services, stored));
        if (services.Journal.HasStored(generation))
            return generation;
        // It was erased while it was read.
        registry.Forget([generation]);
        return null;
    }

    /// <summary>It stays packed: its objects are the reader's, and nobody else has to find them.</summary>
    private Task<Generation?> UnpackAsync(string id, CancellationToken cancellationToken) =>
        // A long answer is read where nobody else's tokens wait for the thread.
        Task.Run(() => registry.Unpack(id) is { } packed ? new Generation(services, packed) : null, cancellationToken);

    private Generation Restore(StoredGeneration stored)
    {
        var generation = new Generation(services, stored);
        services.Journal.Begin(generation);
        return registry.Restore(generation);
    }

    private void Recover(SessionOutline outline, Dictionary<string, Generation> interrupted)
    {
        var session = sessions.Restore(outline);
        foreach (var (id, message) in outline.OpenTurns)
        {
            if (interrupted.GetValueOrDefault(id) is { } ran)
                session.End(message, ran);
            else if (services.Journal.Read(id) is { } ended)
                session.End(message, new Generation(services, ended));
            else
                session.End(message);
        }
    }
}
