using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Recipes;
using Tokenrill.Sessions;
using Tokenrill.Signals;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Signals;

/// <summary>An engine whose sessions have their signals extracted, with a provider for the chat and one for the extractions.</summary>
internal sealed class ExtractionScene : IDisposable
{
    private readonly RecipeBook _recipes;

    public ExtractionScene(TokenrillOptions? options = null, string? model = "extractions/model")
    {
        options ??= new TokenrillOptions();
        options.Signals.Model = model;
        Engine = new TestEngine(options, new ModelCatalog(
            new Dictionary<string, IModelProvider> { ["chat"] = Chat, ["extractions"] = Extractions },
            new Dictionary<string, IReadOnlyList<string>> { [ModelCatalog.DefaultAlias] = ["chat/model"] }));
        _recipes = new RecipeBook(options, Engine.Time, Engine.Log.For<RecipeBook>());
        _ = new SignalExtractor(Engine.Service, _recipes, Engine.Time, Engine.Log.For<SignalExtractor>());
    }

    public TestEngine Engine { get; }

    public ScriptedProvider Chat { get; } = new();

    public ScriptedProvider Extractions { get; } = new();

    public Session Session => Engine.Service.Sessions.Find(TestEngine.Caller, "s");

    public IEnumerable<string> Ids => Session.Messages(out _).Select(message => message.Id);

    /// <summary>A whole turn: what the user says, and what is answered.</summary>
    public async Task SayAsync(string said, string answer = "")
    {
        var generation = await Engine.StartAsync(Requests.In("s", said));
        (await Chat.NextCallAsync()).Accept().Text(answer).Finish();
        await generation.CleanedUpAsync();
    }

    /// <summary>As many characters as make a batch due, all of them the user's.</summary>
    public Task SayEnoughAsync(char letter = 'x') => SayAsync(new string(letter, 500));

    /// <summary>The call of the next extraction.</summary>
    public async Task<ScriptedCall> NextExtractionAsync() => (await Extractions.NextCallAsync()).Accept();

    /// <summary>The generation of the extraction that runs.</summary>
    public Generation Running => Engine.Service.Active(TestEngine.Caller).Single(generation => generation.Session is null);

    /// <summary>The messages that an extraction was shown, without what stands around them.</summary>
    public static string Shown(ScriptedCall call)
    {
        const string start = "<messages>\n", end = "\n</messages>";
        var prompt = call.Request.Messages[^1].Content;
        return prompt[(prompt.IndexOf(start, StringComparison.Ordinal) + start.Length)..prompt.LastIndexOf(end, StringComparison.Ordinal)];
    }

    /// <summary>An answer with one good signal.</summary>
    public static string Answer(string text = "Ship in May", string message = "m1") =>
        $$"""{"signals":[{"kind":"goal","text":"{{text}}","confidence":0.8,"message_id":"{{message}}"}]}""";

    public void Dispose()
    {
        _recipes.Dispose();
        Engine.Dispose();
    }
}
