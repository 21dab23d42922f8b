using System.Globalization;
using System.Net;

namespace Tokenrill.Providers.Transport.Http;

/// <summary>Where to connect, and by which name.</summary>
/// <param name="Address">The host's address, or its name and the port.</param>
/// <param name="TlsName">The name that its certificate must have; null: no TLS.</param>
internal sealed record HttpEndpoint(EndPoint Address, string? TlsName)
{
    /// <param name="url">Absolute, http or https.</param>
    /// <param name="host">What is sent as <c>Host</c>. Servers behind an address are chosen by it, and so is their certificate.</param>
    public static HttpEndpoint Of(Uri url, string host)
    {
        EndPoint address = IPAddress.TryParse(url.IdnHost, out var literal) ? new IPEndPoint(literal, url.Port) : new DnsEndPoint(url.IdnHost, url.Port);
        return new HttpEndpoint(address, url.Scheme == Uri.UriSchemeHttps ? WithoutPort(host) : null);
    }

    /// <summary>The <c>Host</c> header for a URL: IPv6 in brackets and without its zone, the port only where it is not the scheme's.</summary>
    public static string HostHeader(Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost.Split('%')[0]}]" : url.IdnHost;
        return url.IsDefaultPort ? host : host + ":" + url.Port.ToString(CultureInfo.InvariantCulture);
    }

    private static string WithoutPort(string host)
    {
        if (host.StartsWith('['))
            return host[1..].Split(']')[0];
        return host.Split(':')[0];
    }
}
