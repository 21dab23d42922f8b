using System.Globalization;

namespace Tokenrill.AspNetCore.Endpoints;

/// <summary>How many items of a list are wanted at once.</summary>
internal static class PageLimit
{
    /// <summary>What <c>?limit=</c> says.</summary>
    /// <exception cref="TokenrillException">It is no number from 1 to <paramref name="most"/>.</exception>
    public static int Of(string? limit, int usual, int most)
    {
        if (limit is null)
            return usual;
        return int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted >= 1 && wanted <= most
            ? wanted
            : throw TokenrillException.Invalid("limit", $"must be a whole number from 1 to {most}");
    }
}
