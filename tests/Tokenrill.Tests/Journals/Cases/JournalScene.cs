using Tokenrill.Generations;
using Tokenrill.Journals;
using Tokenrill.Options;
using Tokenrill.Sessions;
using Tokenrill.TestKit;

namespace Tokenrill.Tests.Journals;

/// <summary>An engine with a journal, in fake time, that can be opened again on what it stored.</summary>
internal sealed class JournalScene(ITestStorage storage) : IAsyncDisposable
{
    private readonly List<TestEngine> _engines = [];
    private IJournal? _journal;

    public FakeTime Time { get; } = new();

    public TokenrillOptions Options { get; } = new() { Limits = { GenerationsPerKey = 1000 } };

    public TestEngine Engine => _engines[^1];

    public GenerationService Service => Engine.Service;

    public ScriptedProvider Provider => Engine.Provider;

    /// <summary>What the engine that is open now has logged, its journal included.</summary>
    public CapturedLog Log { get; private set; } = new();

    public async Task OpenAsync()
    {
        Log = new CapturedLog();
        _journal = storage.NewJournal(Options.Storage, Time, Log);
        _engines.Add(new TestEngine(Options, time: Time, journal: _journal));
        await Service.RecoverAsync(TestContext.Current.CancellationToken);
    }

    public Task FlushAsync() => storage.FlushAsync(_journal!).InTime();

    /// <summary>Has the journal try to store everything, whether or not it can.</summary>
    public async Task TryFlushAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (TokenrillException refusal) when (refusal.Code == ErrorCode.StorageUnavailable)
        {
            // That is the answer.
        }
    }

    public async Task CloseAsync()
    {
        await storage.CloseAsync(_journal!).InTime();
        Engine.Dispose();
    }

    /// <summary>Opens it again: after it was closed, or after it was killed when everything was stored.</summary>
    public async Task ReopenAsync(bool crash = false)
    {
        if (crash)
        {
            await FlushAsync();
            Abandon();
        }
        else
        {
            await CloseAsync();
        }
        await OpenAsync();
    }

    /// <summary>Kills it as it is.</summary>
    public void Abandon()
    {
        storage.Abandon(_journal!);
        Engine.Dispose();
    }

    /// <summary>A whole generation, to its end, which everybody sees.</summary>
    public async Task<Generation> AnswerAsync(GenerationRequest request, params string[] pieces)
    {
        var (generation, call) = await Engine.StartCallAsync(request);
        call.Accept();
        foreach (var piece in pieces)
            call.Text(piece);
        call.Finish();
        await generation.SettledAsync().InTime();
        return generation;
    }

    public Task<Generation> FindAsync(string id, Caller? caller = null) =>
        Service.FindAsync(id, caller ?? TestEngine.Caller, TestContext.Current.CancellationToken).InTime();

    public Task<Session> SessionAsync(string id, Caller? caller = null) =>
        Service.Sessions.FindAsync(caller ?? TestEngine.Caller, id, TestContext.Current.CancellationToken).InTime();

    public async Task DeleteAsync(string session, Caller? caller = null) =>
        await Service.Sessions.DeleteAsync(caller ?? TestEngine.Caller, session, TestContext.Current.CancellationToken).InTime();

    /// <summary>The code with which a generation is refused.</summary>
    public async Task<ErrorCode> RefusalAsync(string id) => (await Should.ThrowAsync<TokenrillException>(FindAsync(id))).Code;

    /// <summary>Lets memory go of all that has ended and is stored.</summary>
    public async Task ForgetAsync()
    {
        await FlushAsync();
        Time.Advance(GenerationRegistry.StaysInMemory + TimeSpan.FromMinutes(1));
        Service.KeptGenerations.ShouldBe(0);
    }

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        foreach (var engine in _engines)
            engine.Dispose();
    }
}
