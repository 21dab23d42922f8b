using Tokenrill.Polling;

namespace Tokenrill.Server.Hosting;

/// <summary>How many threads a token crosses where sockets are the runtime's.</summary>
internal static class SocketThreads
{
    // The runtime has no other switch for it, and reads this one when the first socket of the process is used.
    private const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Runs what follows a read or a write on the thread that heard of it from the kernel, one for each core, instead
    /// of handing it to the pool: a token crosses no thread from the provider's socket to the reader's. It binds everything
    /// here never to block. Who set the switch keeps it; 0 turns this off. Where we poll ourselves, nothing of a token's way is left to the
    /// runtime, and the rest may keep to its pool.</summary>
    public static void FollowSockets()
    {
        if (!Poller.IsSupported && Environment.GetEnvironmentVariable(Switch) is null)
            Environment.SetEnvironmentVariable(Switch, "1");
    }
}
