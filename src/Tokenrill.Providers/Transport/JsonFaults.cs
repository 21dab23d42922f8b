using System.Text.Json;

namespace Tokenrill.Providers.Transport;

/// <summary>What reading JSON throws when the provider sent something that is none.</summary>
internal static class JsonFaults
{
    /// <summary>Whether it says that the JSON is at fault. Half of a surrogate pair is no fault of its syntax, and so throws
    /// something else where a name or a text is asked for; that something of ours was disposed of is no fault of theirs.</summary>
    public static bool IsOne(Exception exception) => exception is JsonException or (InvalidOperationException and not ObjectDisposedException);
}
