namespace Tokenrill.Providers.Transport;

/// <summary>Takes the lines of a <see cref="LineDecoder"/>.</summary>
internal interface ILineHandler
{
    /// <summary>One line that is not blank, without its end; valid during the call only.</summary>
    void OnLine(ReadOnlySpan<byte> line);
}
