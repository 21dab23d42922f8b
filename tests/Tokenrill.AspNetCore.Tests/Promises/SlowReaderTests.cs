using System.Net.Sockets;
using System.Text;
using Tokenrill.AspNetCore.Tests.Native;
using Tokenrill.Generations;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Promises;

public sealed class SlowReaderTests : NativeTest
{
    private const int Tokens = 60_000;

    private static readonly byte[] Token = Encoding.ASCII.GetBytes(new string('x', 400));

    [Fact]
    public async Task A_client_that_never_reads_holds_up_nobody_and_finds_everything_when_it_does()
    {
        Options.Limits.OutputBytes = 256 << 20;
        var id = await Client.StartLaterAsync();
        var generation = Host.Engine.Find(id, new Caller("local", IsAdmin: true));
        var call = (await Provider.NextCallAsync()).Accept();
        using var sleeper = await ReadAsync(id, receiveBuffer: 4096);
        using var awake = await ReadAsync(id);
        var reading = CountAsync(awake);
        for (var i = 0; i < Tokens; i++)
            call.Text(Token);
        call.Finish();

        (await reading.InTime()).ShouldBe(generation.Log.LastSequence);
        // All was said and read, and the one that sleeps is still far behind: more than its socket could take.
        generation.Log.IsFinished.ShouldBeTrue();
        generation.Readers.ShouldBe(1);
        generation.Log.MemoryBytes.ShouldBeLessThan(4L * Tokens * Token.Length);

        (await CountAsync(sleeper).InTime()).ShouldBe(generation.Log.LastSequence);
    }

    /// <summary>A connection whose reader is attached, for the beginning of its answer is there. No more of it is read.</summary>
    private async Task<Socket> ReadAsync(string id, int receiveBuffer = 1 << 16)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = receiveBuffer };
        await socket.ConnectAsync(Host.BaseAddress.Host, Host.BaseAddress.Port, Ending);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/generations/{id}/events HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\nConnection: close\r\n\r\n"), Ending);
        (await socket.ReceiveAsync(new byte[16], Ending).InTime()).ShouldBeGreaterThan(0);
        return socket;
    }

    /// <summary>Counts the events until the server closes the connection, which it does when it has let go of the reader: each event
    /// has one line that begins with its number.</summary>
    private static async Task<int> CountAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var count = 0;
        while (await reader.ReadLineAsync(Ending) is { } line)
            if (line.StartsWith("{\"seq\":", StringComparison.Ordinal))
                line.ShouldStartWith($"{{\"seq\":{++count},");
        return count;
    }
}
