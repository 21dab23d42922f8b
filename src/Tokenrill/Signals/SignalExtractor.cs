using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tokenrill.Diagnostics;
using Tokenrill.Generations;
using Tokenrill.Logs;
using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Recipes;
using Tokenrill.Sessions;

namespace Tokenrill.Signals;

/// <summary>Extracts signals from what is said in sessions, where <see cref="SignalOptions.Model"/> names a model for it: one call
/// for each batch, in the background. It never touches the session's answers; what fails is in the next batch again.</summary>
/// <remarks>A call is a generation of the session's owner without a session. The owner can see and stop it while it runs; it is not
/// counted among what they may have active, and forgotten when it has ended, because what is worth keeping of it is in the session.</remarks>
public sealed class SignalExtractor
{
    /// <summary>The recipe that a model is asked by. Its only variable is <c>messages</c>.</summary>
    public const string RecipeName = "signal_extraction";

    private readonly GenerationService _generations;
    private readonly RecipeBook _recipes;
    private readonly TimeProvider _time;
    private readonly SignalEvents _events;

    /// <summary>Listens to every session that begins from now on.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public SignalExtractor(GenerationService generations, RecipeBook recipes, TimeProvider time, ILogger<SignalExtractor> logger)
    {
        _generations = generations;
        _recipes = recipes;
        _time = time;
        _events = new SignalEvents(new ForgivingLogger(logger));
        var options = generations.Options.Signals;
        if (options.Model is not { } model)
            return;
        EnsureModel(generations.Models, model);
        generations.Sessions.Listen(session => new SessionExtraction(this, session, options));
    }

    /// <summary>Asks a model for the signals in a batch and adds them to the session. Never throws.</summary>
    /// <returns>False when it failed; the log says why.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong here, nobody waits for it; it is said, and the next batch tries again.")]
    internal async Task<bool> ExtractAsync(SessionExtraction extraction, IReadOnlyList<BatchMessage> batch)
    {
        Generation? generation = null;
        try
        {
            var prompt = new SignalPrompt(batch);
            generation = await AskAsync(extraction.Session, prompt);
            extraction.Runs(generation);
            await generation.SettledAsync();
            return Take(extraction, generation, prompt);
        }
        catch (Exception exception)
        {
            _events.Failed(extraction.Session, batch.Count, generation, exception.Message, exception is TokenrillException ? null : exception);
            return false;
        }
        finally
        {
            extraction.Runs(null);
            if (generation is not null)
                Discard(generation);
        }
    }

    /// <summary>Stops a call, if it runs, and forgets it.</summary>
    internal void Discard(Generation generation) => _generations.Sessions.Discard(generation);

    private async Task<Generation> AskAsync(Session session, SignalPrompt prompt)
    {
        var ask = _recipes.Find(RecipeName).Render(new Dictionary<string, object?> { ["messages"] = prompt.Text });
        var request = new GenerationRequest
        {
            Ask = ask with { Model = _generations.Options.Signals.Model! },
            // Nobody reads it but this: an owner who looks at it and goes away must not end it.
            OnDisconnect = OnDisconnect.Continue,
            IsUncounted = true,
        };
        return (await _generations.StartAsync(request, new Caller(session.Owner), withReader: false, CancellationToken.None)).Generation;
    }

    private bool Take(SessionExtraction extraction, Generation generation, SignalPrompt prompt)
    {
        var session = extraction.Session;
        if (extraction.IsClosed)
            return false;
        var answer = generation.Status == GenerationStatus.Completed
            ? SignalAnswerReader.Read(generation.Log.Text, prompt.Ids, session.Signals.All, _time.GetUtcNow())
            : null;
        if ((answer is null ? ReasonOf(generation) : answer.Failure) is { } reason)
        {
            _events.Failed(session, prompt.Ids.Count, generation, reason, null);
            return false;
        }
        if (answer!.Dropped.Count > 0)
            _events.Dropped(session, generation, answer.Dropped);
        session.Signals.Add([.. answer.Signals.Select(prompt.Resolve)]);
        _events.Extracted(session, prompt.Ids.Count, generation, answer.Signals.Count);
        return true;
    }

    private static string ReasonOf(Generation generation) =>
        generation.Log[generation.Log.LastSequence].Detail is FailedDetail failed ? failed.Error.Code.Info().Name : generation.Status.WireName();

    private static void EnsureModel(ModelCatalog models, string model)
    {
        try
        {
            models.Resolve(model);
        }
        catch (TokenrillException unknown)
        {
            throw new ArgumentException($"Signals:Model: {unknown.Message}", nameof(model), unknown);
        }
    }
}
