using Tokenrill.Generations;

namespace Tokenrill.TestKit;

/// <summary>Waits for what only the engine sees of a generation's end.</summary>
public static class GenerationEnds
{
    /// <summary>Its terminal event is in the log.</summary>
    public static Task EndedAsync(this Generation generation) => generation.Ended.InTime();

    /// <summary>Its provider has let go, or was left behind, and its session is free.</summary>
    public static Task CleanedUpAsync(this Generation generation) => generation.CleanedUp.InTime();

    /// <summary>Whatever runs has ended, and whatever has ended has cleaned up.</summary>
    public static Task CleanedUpAsync(this GenerationService service) =>
        Task.WhenAll(service.Unfinished.Select(generation => generation.CleanedUpAsync()));
}
