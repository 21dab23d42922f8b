using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

/// <summary>A server with one provider called <c>scripted</c>, and OpenAI's clients for it.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    public const string Path = "/v1/chat/completions";

    private ChatHost(TestHost server, ScriptedProvider provider)
    {
        Server = server;
        Provider = provider;
    }

    public TestHost Server { get; }

    public ScriptedProvider Provider { get; }

    public static async Task<ChatHost> StartAsync(TokenrillOptions? options = null, TokenrillHttpOptions? http = null, TimeProvider? time = null)
    {
        var provider = new ScriptedProvider();
        return new ChatHost(await TestHost.StartAsync(ModelCatalogs.Of(("scripted", provider)), options, http, time), provider);
    }

    /// <summary>OpenAI's own client. It retries nothing unless told to.</summary>
    public ChatClient Sdk(string model = "scripted/model", string key = "none-is-needed-here", int retries = 0) => new(
        model,
        new ApiKeyCredential(key),
        new OpenAIClientOptions { Endpoint = new Uri(Server.BaseAddress, "v1"), RetryPolicy = new ClientRetryPolicy(retries) });

    /// <summary>Sends a body as it is and returns at the headers.</summary>
    public Task<HttpResponseMessage> SendAsync(string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return Server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken).InTime();
    }

    /// <summary>A request with one user message.</summary>
    public static string Body(bool stream, string more = "") =>
        $"{{\"model\":\"scripted/model\",\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}],\"stream\":{(stream ? "true" : "false")}{more}}}";

    public static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).InTime();

    /// <summary>The <c>error</c> of a response.</summary>
    public static async Task<JsonElement> ErrorAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json");
        return JsonSerializer.Deserialize<JsonElement>(await TextAsync(response)).GetProperty("error");
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
