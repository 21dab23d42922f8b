namespace Tokenrill.Models;

/// <summary>A place where tokens come from. One instance serves all requests; members are called concurrently.</summary>
public interface IModelProvider
{
    /// <summary>Sends the request and pushes what arrives into the sink until the answer is complete.</summary>
    /// <remarks>
    /// Pushes from one thread at a time, flushes whenever it is about to wait for more, and calls
    /// <see cref="IGenerationSink.Finish"/> exactly when the provider said why it stopped; returning without that is a
    /// failure. Cancelling closes the connection at once. There are no time limits here: deadlines are the engine's.
    /// </remarks>
    /// <exception cref="ProviderException">The provider failed; the code says how.</exception>
    Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken);

    /// <summary>Refuses what this provider would otherwise have to drop silently (tools, a response format …).
    /// Called before a request is acknowledged; must not do I/O.</summary>
    /// <exception cref="TokenrillException">What cannot be had, naming the member.</exception>
    void EnsureSupported(ModelRequest request);

    /// <summary>The models it offers now, by the provider's own names.</summary>
    /// <exception cref="ProviderException">It could not be asked.</exception>
    Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken);
}

/// <summary>A model as its provider lists it.</summary>
/// <param name="Name">The provider's own name, without the provider's prefix.</param>
/// <param name="Created">When it was made, where the provider says so.</param>
public sealed record ModelInfo(string Name, DateTimeOffset? Created = null);
