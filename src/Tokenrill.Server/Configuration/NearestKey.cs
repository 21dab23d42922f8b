namespace Tokenrill.Server.Configuration;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestKey
{
    private const int Farthest = 3;

    /// <summary>The known key with the fewest letters between it and <paramref name="key"/>; null when none is near.</summary>
    public static string? Find(string key, IReadOnlyCollection<string> known)
    {
        var nearest = known.Select(candidate => (candidate, distance: Distance(key.ToUpperInvariant(), candidate.ToUpperInvariant()))).MinBy(pair => pair.distance);
        return nearest.distance <= Math.Min(Farthest, key.Length / 2) ? nearest.candidate : null;
    }

    /// <summary>Levenshtein's: how many letters must be put in, taken out or changed.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var change = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(change, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.Length];
    }
}
