using Tokenrill.Journals;
using Tokenrill.Time;

namespace Tokenrill.Sessions;

/// <summary>What every session of one engine shares.</summary>
/// <param name="Clock">All time comes from here.</param>
/// <param name="Journal">Where what happens is stored.</param>
/// <param name="Grew">Told by how many bytes, and how many sessions, what is held in memory has grown, or shrunk.</param>
internal sealed record SessionServices(Clock Clock, IJournal Journal, Action<long, int> Grew)
{
    /// <summary>Gives each session that begins its listener; null when nobody listens. To be set before the first session.</summary>
    public Func<Session, ISessionListener>? Listen { get; set; }
}
