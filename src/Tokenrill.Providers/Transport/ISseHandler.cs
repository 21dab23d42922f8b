namespace Tokenrill.Providers.Transport;

/// <summary>Takes the events of an <see cref="SseDecoder"/>.</summary>
internal interface ISseHandler
{
    /// <summary>One event. Both spans are valid during the call only.</summary>
    /// <param name="name">The event's name; empty when it has none.</param>
    /// <param name="data">Its data lines, joined with LF.</param>
    void OnEvent(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data);
}
