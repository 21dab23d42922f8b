using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tokenrill.Providers.OpenAI;
using Tokenrill.Providers.Tests.OpenAI;
using Tokenrill.Providers.Transport;
using Tokenrill.Providers.Transport.Http;

namespace Tokenrill.Providers.Tests.Transport.Http;

public sealed class TlsTests : IDisposable
{
    private const string Subject = "internal-name.example";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate = SelfSigned();

    public TlsTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_and_its_details_stay_in_the_log()
    {
        using var http = new ProviderHttp(Address(), TimeProvider.System);
        var getting = http.GetAsync(Address().Get("/"), static body => body.ValueKind, TestContext.Current.CancellationToken).Soon();
        using var server = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = new SslStream(server.GetStream());
        // TLS 1.3: the server may be done before the client has judged.
        var serving = stream.AuthenticateAsServerAsync(_certificate);
        var failure = await Should.ThrowAsync<ProviderException>(getting);
        failure.Code.ShouldBe(ErrorCode.ProviderUnavailable);
        failure.Message.ShouldBe("provider acme: it could not be reached (SecureConnectionError)");
        failure.InnerException.ShouldNotBeNull();
        await serving.ContinueWith(static task => task.Exception, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    [Fact]
    public async Task Answers_come_over_TLS_and_the_connection_is_used_again()
    {
        var body = OpenAIStreams.Events(OpenAIStreams.Text(new string('x', 40_000))) + OpenAIServer.Stop;
        using var http = new ProviderHttp(Address(), TimeProvider.System, static (_, certificate, _, _) => certificate!.Subject == "CN=" + Subject);
        var serving = ServeAsync(body, requests: 2);
        for (var i = 0; i < 2; i++)
        {
            var sink = new RecordingSink();
            using var request = new RequestBuffer(Address().Post("/chat/completions", "text/event-stream"));
            OpenAIRequestWriter.Write(request, OpenAIServer.Request, "max_tokens");
            using var decoder = new OpenAIAnswerDecoder(sink, http.Provider);
            await http.StreamAsync(request, decoder, sink, TestContext.Current.CancellationToken).Soon();
            sink.TextBytes.Length.ShouldBe(40_000);
        }
        (await serving.Soon()).ShouldBe((SslApplicationProtocol.Http11, "localhost"));
        _listener.Pending().ShouldBeFalse();
    }

    [Fact]
    public async Task Cancelling_while_the_connection_is_being_made_closes_it()
    {
        using var stop = new CancellationTokenSource();
        using var http = new ProviderHttp(Address(), TimeProvider.System);
        var getting = http.GetAsync(Address().Get("/"), static body => body.ValueKind, stop.Token);
        using var server = await _listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        // The client has begun to speak TLS, and is not answered.
        (await IdleConnections.NextByteAsync(server)).ShouldBe(1);
        await stop.CancelAsync();
        (await Should.ThrowAsync<OperationCanceledException>(getting.Soon())).CancellationToken.ShouldBe(stop.Token);
        while (await IdleConnections.NextByteAsync(server) > 0)
        {
            // The rest of what it said.
        }
    }

    private ProviderAddress Address() => new("acme", new Uri($"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}"), null, null, null);

    /// <summary>Answers requests on one connection, whatever they ask.</summary>
    private async Task<(SslApplicationProtocol, string)> ServeAsync(string body, int requests)
    {
        using var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = _certificate,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        }, TestContext.Current.CancellationToken);
        var reader = new StreamReader(stream);
        for (var i = 0; i < requests; i++)
        {
            var length = 0;
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
                if (line.StartsWith("Content-Length: ", StringComparison.Ordinal))
                    length = int.Parse(line.AsSpan("Content-Length: ".Length), System.Globalization.CultureInfo.InvariantCulture);
            await reader.ReadBlockAsync(new char[length], TestContext.Current.CancellationToken);
            var response = $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n";
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(response), TestContext.Current.CancellationToken);
        }
        return (stream.NegotiatedApplicationProtocol, stream.TargetHostName);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + Subject, key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
