using System.Net;
using System.Net.Sockets;
using Tokenrill.Server.Configuration;
using Tokenrill.Server.Hosting;
using Tokenrill.Server.Providers;

namespace Tokenrill.Server.Tests;

public sealed class PartsTests
{
    [Theory]
    [InlineData(null, "http://127.0.0.1:11434")]
    [InlineData(" ", "http://127.0.0.1:11434")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434")]
    [InlineData("0.0.0.0:4000", "http://127.0.0.1:4000")]
    [InlineData("[::]:4000", "http://127.0.0.1:4000")]
    [InlineData("box", "http://box:11434")]
    [InlineData("box:80", "http://box:80")]
    [InlineData("https://box", "https://box:443")]
    [InlineData("http://box:4000", "http://box:4000")]
    [InlineData("::nonsense::", "http://127.0.0.1:11434")]
    public void Ollama_is_looked_for_where_its_own_setting_says(string? host, string expected) =>
        OllamaSearch.AddressOf(host).ShouldBe(new Uri(expected));

    public static TheoryData<EndPoint, bool> Endpoints => new()
    {
        { new IPEndPoint(IPAddress.Loopback, 1), true },
        { new IPEndPoint(IPAddress.Parse("127.8.8.8"), 1), true },
        { new IPEndPoint(IPAddress.IPv6Loopback, 1), true },
        { new UnixDomainSocketEndPoint("/tmp/socket"), true },
        { new IPEndPoint(IPAddress.Any, 1), false },
        { new IPEndPoint(IPAddress.IPv6Any, 1), false },
        { new IPEndPoint(IPAddress.Parse("192.168.0.7"), 1), false },
        { new DnsEndPoint("localhost", 1), false },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Local_is_what_only_this_machine_reaches(EndPoint endpoint, bool isLocal) => LoopbackGuard.IsLocal(endpoint).ShouldBe(isLocal);

    [Theory]
    [InlineData("Deadlines:Totl", "Deadlines:Total")]
    [InlineData("deadlines:total", "Deadlines:Total")]
    [InlineData("Storage:Compression", null)]
    [InlineData("x", null)]
    public void The_nearest_key_is_one_that_may_have_been_meant(string key, string? expected) =>
        NearestKey.Find(key, ["Deadlines:Total", "Storage:Kind", "Limits:RequestBytes"]).ShouldBe(expected);
}
