using System.Globalization;

namespace Tokenrill.Sessions;

/// <summary>A place in the list of sessions, newest first. It stays where it is when sessions come and go.</summary>
public readonly record struct SessionPlace(long CreatedTicks, string Log)
{
    /// <summary>The place of a session.</summary>
    public static SessionPlace Of(Session session) => new(session.CreatedAt.UtcTicks, session.Log.Id);

    /// <summary>As clients are given it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CreatedTicks}.{Log}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out SessionPlace place)
    {
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        place = default;
        if (dot < 1 || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            return false;
        place = new SessionPlace(ticks, text[(dot + 1)..]);
        return true;
    }

    /// <summary>Whether a session comes behind this place in the list: it is older.</summary>
    internal bool IsBehind(Session session) =>
        session.CreatedAt.UtcTicks is var created && (created < CreatedTicks || (created == CreatedTicks && string.CompareOrdinal(session.Log.Id, Log) < 0));
}
