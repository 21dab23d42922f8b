using Tokenrill.Providers.OpenAI;
using Tokenrill.TestKit.Servers;

namespace Tokenrill.Providers.Tests.OpenAI;

/// <summary>A scripted server and a provider that asks it.</summary>
internal sealed class OpenAIServer : IAsyncDisposable
{
    public const string Key = "sk-very-secret-key";

    public static readonly ModelRequest Request = new() { Model = "m", Messages = [new(ChatRole.User, "hi")] };

    public static readonly string Stop = OpenAIStreams.Events("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""", "[DONE]");

    public OpenAIServer(Func<ScriptedExchange, Task> script, TimeProvider? time = null)
    {
        Server = ScriptedServer.Start(script);
        Provider = new OpenAIProvider(new() { Name = "acme", BaseUrl = new Uri(Server.Address, "/v1/"), ApiKey = Key }, time);
    }

    public ScriptedServer Server { get; }

    public OpenAIProvider Provider { get; }

    public RecordingSink Sink { get; } = new();

    public Task StreamAsync(CancellationToken? cancellationToken = null) =>
        Provider.StreamAsync(Request, Sink, cancellationToken ?? TestContext.Current.CancellationToken).Soon();

    public async Task<ProviderException> FailAsync() => await Should.ThrowAsync<ProviderException>(() => StreamAsync());

    public async ValueTask DisposeAsync()
    {
        Provider.Dispose();
        await Server.DisposeAsync();
    }
}
