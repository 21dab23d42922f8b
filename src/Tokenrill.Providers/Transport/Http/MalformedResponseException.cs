namespace Tokenrill.Providers.Transport.Http;

/// <summary>What came is no HTTP/1.1 response, or one that cannot be read safely.</summary>
internal sealed class MalformedResponseException(string what) : Exception(what);
