namespace Tokenrill.Providers.Simulator;

/// <summary>Where an answer's variety comes from: from what was asked, so that asking again gives the same.</summary>
internal static class Seeds
{
    public static ulong Of(ModelRequest request, SimulatorSettings settings)
    {
        if ((settings.Seed ?? request.Seed) is { } given)
            return unchecked((ulong)given);
        // FNV-1a: string.GetHashCode differs from one process to the next.
        var hash = 14695981039346656037;
        foreach (var message in request.Messages)
        {
            hash = Mix(hash, (char)message.Role);
            foreach (var letter in message.Content)
                hash = Mix(hash, letter);
        }
        return hash;
    }

    /// <summary>SplitMix64: the next number, and the state behind it.</summary>
    public static ulong Next(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    private static ulong Mix(ulong hash, char value) => unchecked((hash ^ value) * 1099511628211);
}
