using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Framing;

/// <summary>Whether a stream may be answered with its headers.</summary>
internal enum ProviderVerdict
{
    /// <summary>The provider accepted, or has not decided for so long that the headers must not wait for it.</summary>
    Open,
    /// <summary>The generation ended before anything could be sent: there still can be a real status.</summary>
    Refused,
    /// <summary>The client is gone.</summary>
    Abandoned,
}

/// <summary>Waits for what the provider says to a request, for clients that choose whether to retry by the HTTP status.</summary>
internal static class ProviderVerdicts
{
    /// <summary>How long headers wait for a provider.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Waits until the provider has accepted or refused, at most <see cref="Patience"/>. The event that decided
    /// is not consumed: it is the next that <paramref name="reader"/> reads.</summary>
    public static async ValueTask<ProviderVerdict> WaitAsync(LogReader reader)
    {
        reader.WakeIn(Patience);
        while (true)
        {
            if (reader.IsCancelled)
                return ProviderVerdict.Abandoned;
            while (reader.Position < reader.Log.LastSequence)
            {
                var next = reader.Log[reader.Position + 1];
                if (Decides(next))
                    return next.Kind.IsTerminal() && next.Kind != EventKind.Completed ? ProviderVerdict.Refused : ProviderVerdict.Open;
                reader.TryRead(out _);
            }
            if (reader.IsDue)
                return ProviderVerdict.Open;
            await reader.WaitAsync();
        }
    }

    // That a generation exists, or asks the next provider, says nothing about acceptance; nor does usage, which precedes
    // every end.
    private static bool Decides(in LogEvent next) => next.Kind switch
    {
        EventKind.Started or EventKind.Usage => false,
        EventKind.Status => next.Detail is StatusDetail { Model: null },
        _ => true,
    };
}
