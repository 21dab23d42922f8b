using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting.Connections;

/// <summary>Whatever way a client takes an answer, it is sent whole and in order, and never looks complete when it is not.</summary>
public sealed class ResponseTests
{
    private const string Get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Fact]
    public async Task A_client_that_takes_nothing_for_a_while_gets_everything_in_the_end()
    {
        var body = new byte[32 * 1024 * 1024];
        new Random(3).NextBytes(body);
        var writing = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ConnectedServer.StartAsync(async context =>
        {
            context.Response.ContentLength = body.Length;
            var written = context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
            writing.SetResult(written);
            await written;
        });
        using var client = new HttpClient { BaseAddress = server.Address };
        using var answer = await client.GetAsync("/", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var written = await writing.Task.InTime();
        // No more was taken than the buffers of the system and of the client hold.
        written.IsCompleted.ShouldBeFalse();

        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(body).ShouldBeTrue();
        await written.InTime();
    }

    [Fact]
    public async Task An_answer_that_is_broken_off_does_not_look_complete()
    {
        await using var server = await ConnectedServer.StartAsync(static async context =>
        {
            await context.Response.WriteAsync("half", CancellationToken.None);
            context.Abort();
        });
        using var client = new HttpClient { BaseAddress = server.Address };

        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync("/", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_writer_learns_that_the_client_is_gone()
    {
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ConnectedServer.StartAsync(async context =>
        {
            var output = context.Response.BodyWriter;
            // The write fails, or is swallowed and the token tells: the web server promises no more.
            while (!context.RequestAborted.IsCancellationRequested && !(await output.WriteAsync(new byte[64 * 1024], CancellationToken.None)).IsCompleted)
            {
                // Until somebody says that nobody takes it.
            }
            failed.SetResult();
        });
        var socket = await server.ConnectAsync();
        await ConnectedServer.SendAsync(socket, Get);
        (await ConnectedServer.ReadAsync(socket, 1)).ShouldStartWith("HTTP/1.1 200");

        socket.Dispose();

        await failed.Task.InTime();
    }

    [Fact]
    public async Task A_flush_that_may_wait_is_sent_when_nothing_follows()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await ConnectedServer.StartAsync(async context =>
        {
            context.Features.Get<IPatientConnection>()!.LetNextFlushWait();
            await context.Response.WriteAsync("first", CancellationToken.None);
            // Written, and flushed later: the first is sent without it.
            "second"u8.CopyTo(context.Response.BodyWriter.GetSpan(6));
            context.Response.BodyWriter.Advance(6);
            await release.Task;
        });
        using var socket = await server.ConnectAsync();
        // The first request of a connection is served by a thread that accepts; the second by one that polls.
        for (var i = 0; i < 2; i++)
        {
            await ConnectedServer.SendAsync(socket, Get);
            var text = "";
            while (!text.EndsWith("5\r\nfirst\r\n", StringComparison.Ordinal))
                text += await ConnectedServer.ReadAsync(socket, 1);
            release.SetResult();
            text = "";
            while (!text.EndsWith("0\r\n\r\n", StringComparison.Ordinal))
                text += await ConnectedServer.ReadAsync(socket, 1);
            text.ShouldBe("6\r\nsecond\r\n0\r\n\r\n");
            release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task Encrypted_connections_work_as_well(HttpProtocols protocols)
    {
        using var certificate = NewCertificate();
        await using var server = await ConnectedServer.StartAsync(
            static async context =>
            {
                // The client reads nothing before it has sent everything.
                using var body = new MemoryStream();
                await context.Request.Body.CopyToAsync(body, context.RequestAborted);
                await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length), context.RequestAborted);
            },
            listen =>
            {
                listen.Protocols = protocols;
                listen.UseHttps(certificate);
            });
        using var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() } };
        using var client = new HttpClient(handler) { BaseAddress = server.Address, DefaultRequestVersion = protocols == HttpProtocols.Http2 ? HttpVersion.Version20 : HttpVersion.Version11 };
        var body = new byte[1024 * 1024];
        new Random(5).NextBytes(body);

        using var answer = await client.PostAsync("/", new ByteArrayContent(body), TestContext.Current.CancellationToken);

        answer.Version.Major.ShouldBe(protocols == HttpProtocols.Http2 ? 2 : 1);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).AsSpan().SequenceEqual(body).ShouldBeTrue();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
