using System.Net.Sockets;
using System.Text;

namespace Tokenrill.Server.Hosting.Warming;

/// <summary>Posts and reads to the end, with as little code as that takes: what it uses is compiled only for the warm-up.</summary>
internal static class WarmUpClient
{
    public static async Task PostAsync(Uri server, string path, string json, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Host, server.Port, cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes($"""
            POST {path} HTTP/1.1
            Host: {server.Authority}
            Content-Type: application/json
            Content-Length: {Encoding.UTF8.GetByteCount(json)}
            Connection: close

            {json}
            """.ReplaceLineEndings("\r\n")), SocketFlags.None, cancellationToken);
        var buffer = new byte[16 * 1024];
        while (await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken) > 0)
        {
            // What it says does not matter.
        }
    }
}
