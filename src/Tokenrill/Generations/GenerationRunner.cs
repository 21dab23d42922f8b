using Tokenrill.Logs;
using Tokenrill.Models;
using Tokenrill.Sessions;

namespace Tokenrill.Generations;

/// <summary>Runs generations: the only one that calls a provider and appends to a log.</summary>
/// <param name="services">What all generations share.</param>
/// <param name="cleanedUp">Told of each that has ended and whose provider has let go, or was left behind.</param>
internal sealed class GenerationRunner(GenerationServices services, Action<Generation> cleanedUp)
{
    /// <summary>Runs a generation to its end and through its cleanup. Never throws; the log says how it went.</summary>
    public async Task RunAsync(Generation generation, IReadOnlyList<ModelTarget> targets, ISessionClaim? claim)
    {
        try
        {
            if (claim is not null)
                await WaitForSessionAsync(generation, claim);
            if (!generation.HasEnded)
                await AskAsync(generation, targets);
        }
        catch (Exception exception)
        {
            Fail(generation, exception);
        }
        finally
        {
            // In this order: whoever reads the log must see the old one end before the new one starts, and what ended it before that.
            try
            {
                await generation.Ended;
                generation.Turn?.End();
                services.Events.Ended(generation);
            }
            finally
            {
                claim?.Release();
                cleanedUp(generation);
            }
        }
    }

    private void LetGo(Generation generation, ISessionClaim? claim)
    {
        try
        {
            claim?.Release();
        }
        finally
        {
            cleanedUp(generation);
        }
    }

    private async Task WaitForSessionAsync(Generation generation, ISessionClaim claim)
    {
        var patience = services.Options.Sessions.CleanupWait;
        // Not cancellable: even a generation that has lost its session again must not let the next one pass the one before.
        if (!await claim.WaitForPredecessorAsync(patience, CancellationToken.None) && !generation.HasEnded)
            services.Events.PredecessorStuck(generation, patience);
    }

    /// <summary>Asks the models in turn until one accepts the request; from then on it is that one's to answer or to fail.</summary>
    private async Task AskAsync(Generation generation, IReadOnlyList<ModelTarget> targets)
    {
        services.Events.Started(generation);
        for (var i = 0; ; i++)
        {
            var target = targets[i];
            var sink = new GenerationSink(generation, services, generation.Log.OpenWriter());
            generation.Ask();
            try
            {
                await StreamAsync(generation, target, sink);
                return;
            }
            catch (Exception exception) when (i + 1 < targets.Count && !sink.WasAccepted && !generation.HasEnded && IsWorthAnother(exception))
            {
                SwitchTo(generation, targets[i + 1], exception);
            }
        }
    }

    private async Task StreamAsync(Generation generation, ModelTarget target, GenerationSink sink)
    {
        var request = generation.Request.Ask with { Model = target.Model };
        var answer = target.Provider.StreamAsync(request, sink, generation.Cancellation);
        if (await Task.WhenAny(answer, generation.Ended) != answer && !await IsLettingGoAsync(generation, answer))
            return;
        await answer;
        sink.Close();
        if (sink.FinishReason is not { } reason)
            throw new ProviderException(ErrorCode.ProviderDisconnected, "the stream ended without a finish reason");
        generation.Complete(reason);
    }

    /// <summary>The generation has ended before its provider: waits for that only as long as a cleanup may take. False when
    /// the provider would not let go: it is left behind, and the log refuses what it still sends.</summary>
    private async Task<bool> IsLettingGoAsync(Generation generation, Task answer)
    {
        var patience = services.Options.Sessions.CleanupWait;
        await Task.WhenAny(answer, Task.Delay(patience, services.Clock.Provider, CancellationToken.None));
        if (answer.IsCompleted)
            return true;
        services.Events.ProviderStuck(generation, patience);
        _ = answer.ContinueWith(static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return false;
    }

    private void SwitchTo(Generation generation, ModelTarget next, Exception exception)
    {
        services.Events.FallingBack(generation, generation.Model, next.Address, exception);
        generation.SwitchTo(next);
        generation.Log.OpenWriter().Detail(EventKind.Status, new StatusDetail("switched", next.Address));
        generation.Flush();
    }

    private void Fail(Generation generation, Exception exception)
    {
        var code = CodeOf(exception);
        var error = GenerationError.Create(code, (exception as TokenrillException)?.Message, (exception as ProviderException)?.RetryAfter);
        if (generation.Fail(error))
            services.Events.Failed(generation, error, exception);
    }

    /// <summary>Whether another provider could do better: not when the request itself was at fault.</summary>
    private static bool IsWorthAnother(Exception exception) =>
        CodeOf(exception) is ErrorCode.ProviderUnavailable or ErrorCode.ProviderRejected or ErrorCode.ProviderRateLimited;

    private static ErrorCode CodeOf(Exception exception) => exception switch
    {
        ProviderException provider => provider.Code,
        TokenrillException known => known.Code,
        HttpRequestException => ErrorCode.ProviderUnavailable,
        IOException => ErrorCode.ProviderDisconnected,
        _ => ErrorCode.Internal,
    };
}
