namespace Tokenrill.Providers.Transport;

/// <summary>Turns the bytes of one answer into calls on a sink. Used by one thread at a time.</summary>
internal interface IAnswerDecoder : IDisposable
{
    /// <summary>The provider has marked the end of the answer; what follows is not looked at.</summary>
    bool IsDone { get; }

    /// <summary>Decodes all that these bytes complete; they may be cut anywhere.</summary>
    /// <exception cref="ProviderException">The provider reported an error, or sent what its protocol does not allow.</exception>
    void Feed(ReadOnlySpan<byte> bytes);

    /// <summary>The body has ended.</summary>
    /// <exception cref="ProviderException"><see cref="ErrorCode.ProviderDisconnected"/>: before the answer did.</exception>
    void End();
}
