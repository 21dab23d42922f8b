using System.Text;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>Everything of a request that is the same each time, as the bytes that are sent: of a <c>GET</c> all of it,
/// of a <c>POST</c> all before the length of its body.</summary>
internal sealed class RequestHead
{
    private readonly byte[] _bytes;

    /// <param name="method"><c>GET</c>, or <c>POST</c> with a JSON body.</param>
    /// <param name="target">Path and query, escaped.</param>
    /// <param name="headers">Printable ASCII; none of them says how the body is framed.</param>
    public RequestHead(string method, string target, IEnumerable<KeyValuePair<string, string>> headers)
    {
        HasBody = method != "GET";
        var text = new StringBuilder().Append(method).Append(' ').Append(target).Append(" HTTP/1.1\r\n");
        foreach (var (name, value) in headers)
            text.Append(name).Append(": ").Append(value).Append("\r\n");
        text.Append(HasBody ? "Content-Type: application/json\r\nContent-Length: " : "\r\n");
        _bytes = Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>Whether a length and a body follow.</summary>
    public bool HasBody { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;
}
