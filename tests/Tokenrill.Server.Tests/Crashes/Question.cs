using System.Net.Http.Json;

namespace Tokenrill.Server.Tests.Crashes;

/// <summary>What a client asks: every time with the same body, so that its key holds.</summary>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Session">The session it belongs to.</param>
/// <param name="Model">One of the simulator's models.</param>
/// <param name="Prompt">What the user says; no two questions say the same.</param>
/// <param name="Rate">Tokens a second that the prompt asks for; 0 is as fast as it goes.</param>
internal sealed record Question(string Key, string Session, string Model, string Prompt, int Rate)
{
    private static readonly string[] Models = ["sim/steady", "sim/reasoning", "sim/unicode", "sim/markdown", "sim/tools"];

    // Some end before anybody looks, some run as long as the server does.
    private static readonly (int Tokens, int Rate)[] Paces = [(3, 0), (60, 0), (6, 100), (20, 100), (50, 200), (100, 50), (2000, 50), (5000, 100)];

    public static Question Draw(Random random, string session, string key)
    {
        var (tokens, rate) = Paces[random.Next(Paces.Length)];
        return new(key, session, Models[random.Next(Models.Length)], $"tokens={tokens} rate={rate} seed={random.Next()}\nAnswer {key}.", rate);
    }

    public HttpRequestMessage ToRequest() => new(HttpMethod.Post, "/v1/generations")
    {
        Content = JsonContent.Create(new Dictionary<string, string> { ["model"] = Model, ["prompt"] = Prompt, ["session"] = Session, ["idempotency_key"] = Key }),
    };
}
