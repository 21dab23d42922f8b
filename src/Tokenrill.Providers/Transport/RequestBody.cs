using System.Net;
using System.Net.Http.Headers;

namespace Tokenrill.Providers.Transport;

/// <summary>A JSON body that tells when it is sent: the handler asks for it once a connection stands, new or pooled, and
/// nothing else of HttpClient says that.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly Action _connected;

    public RequestBody(ReadOnlyMemory<byte> json, Action connected)
    {
        _json = json;
        _connected = connected;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _connected();
        await stream.WriteAsync(_json, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _json.Length;
        return true;
    }
}
