using Tokenrill.Time;

namespace Tokenrill.Server.Hosting;

/// <summary>The time of what ticks all the time in the server itself, shortly.</summary>
internal static class Ticks
{
    public static readonly TimeProvider Time = new SingleThreadTimeProvider("ticks");
}
