using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Sessions;

namespace Tokenrill.TestKit;

/// <summary>An engine without a web server, in fake time unless told otherwise, with one provider called
/// <c>scripted</c> unless it is given a catalogue.</summary>
public sealed class TestEngine : IDisposable
{
    public TestEngine(TokenrillOptions? options = null, ModelCatalog? models = null, TimeProvider? time = null, IJournal? journal = null, ISessionGate? sessions = null)
    {
        Options = options ?? new TokenrillOptions();
        Service = new GenerationService(Options, models ?? ModelCatalogs.Of(("scripted", Provider)), time ?? Time, Log.For<GenerationService>(), journal, sessions);
    }

    public static Caller Caller { get; } = new("tester");

    public FakeTime Time { get; } = new();

    public ScriptedProvider Provider { get; } = new();

    public CapturedLog Log { get; } = new();

    public TokenrillOptions Options { get; }

    public GenerationService Service { get; }

    /// <summary>Registry entries that belong to active generations; 0 when nothing runs.</summary>
    public int Residue => Service.Residue;

    /// <summary>Starts a generation that nobody reads yet.</summary>
    public async Task<Generation> StartAsync(GenerationRequest? request = null, Caller? caller = null) =>
        (await Service.StartAsync(request ?? Requests.Prompt(), caller ?? Caller, withReader: false, TestContext.Current.CancellationToken)).Generation;

    /// <summary>Starts a generation and gives its call at the provider.</summary>
    public async Task<(Generation Generation, ScriptedCall Call)> StartCallAsync(GenerationRequest? request = null, Caller? caller = null)
    {
        var generation = await StartAsync(request, caller);
        return (generation, await Provider.NextCallAsync());
    }

    public void Dispose() => Service.Dispose();
}
