using System.Globalization;

namespace Tokenrill.Sessions;

/// <summary>A place in the list of sessions, newest first. It stays where it is when sessions come and go.</summary>
public readonly record struct SessionPlace(long CreatedTicks)
{
    /// <summary>The place of a session.</summary>
    public static SessionPlace Of(Session session) => new(session.CreatedAt.UtcTicks);

    /// <summary>As clients are given it.</summary>
    public override string ToString() => CreatedTicks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out SessionPlace place)
    {
        var isPlace = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks);
        place = new SessionPlace(ticks);
        return isPlace;
    }

    /// <summary>Whether a session comes behind this place in the list: it is older.</summary>
    internal bool IsBehind(Session session) => session.CreatedAt.UtcTicks < CreatedTicks;
}
