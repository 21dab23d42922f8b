using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Tokenrill.Diagnostics;
using Tokenrill.Generations;
using Tokenrill.Options;

namespace Tokenrill.Recipes.Pipelines;

/// <summary>One run of a pipeline: starts stage after stage, whether or not anybody reads. At most one reader follows it.</summary>
public sealed class PipelineRun
{
    private readonly GenerationService _generations;
    private readonly StageRequests _requests;
    private readonly Caller _caller;
    private readonly RecipeEvents _events;
    private readonly bool _endsWithoutReader;
    private readonly Channel<StartedStage> _started = Channel.CreateUnbounded<StartedStage>(new() { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<PipelineEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _handing = new();
    private bool _isRead;
    private bool _wasLeft;

    private PipelineRun(GenerationService generations, StageRequests requests, Caller caller, RecipeEvents events, bool isRead, bool endsWithoutReader)
    {
        _generations = generations;
        _requests = requests;
        _caller = caller;
        _events = events;
        _isRead = isRead;
        _endsWithoutReader = endsWithoutReader;
    }

    /// <summary>How many stages there are.</summary>
    public int Count => _requests.Count;

    /// <summary>The generation of the first stage.</summary>
    public Generation First { get; private set; } = null!;

    /// <summary>Completes with how it ended, when it has.</summary>
    public Task<PipelineEnd> Ended => _ended.Task;

    /// <summary>Starts the first stage; the others follow by themselves.</summary>
    /// <param name="generations">Starts the stages.</param>
    /// <param name="book">Says in the log how it ended.</param>
    /// <param name="pipeline">What to run. Its recipes are those of this moment, whatever happens to their files meanwhile.</param>
    /// <param name="values">The pipeline's variables.</param>
    /// <param name="request">What every stage is started with; its model, where it is not empty, and the options it has go before those of
    /// the stages' recipes. It has no messages.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="withReader">Whether somebody reads; see <see cref="NextAsync"/> and <see cref="Leave"/>.</param>
    /// <param name="cancellationToken">Cancels only the start.</param>
    /// <exception cref="TokenrillException">Values are wrong, the first stage cannot be started, or there is no such model for a later one.</exception>
    public static async Task<PipelineRun> StartAsync(
        GenerationService generations, RecipeBook book, Recipe pipeline, IReadOnlyDictionary<string, object?> values, GenerationRequest request,
        Caller caller, bool withReader, CancellationToken cancellationToken)
    {
        var requests = new StageRequests(pipeline, values, request, generations.Options.Sessions.OnBusy);
        requests.EnsureModels(generations.Models);
        var policy = request.OnDisconnect ?? generations.Options.Readers.OnDisconnect;
        var run = new PipelineRun(generations, requests, caller, book.Events, withReader, policy == OnDisconnect.Cancel);
        var first = await run.StartStageAsync(1, cancellationToken);
        run.First = first;
        _ = run.RunAsync(first);
        return run;
    }

    /// <summary>The next stage, as soon as it has started; null when there will be none, and <see cref="Ended"/> says why.</summary>
    public async ValueTask<StartedStage?> NextAsync(CancellationToken cancellationToken) =>
        await _started.Reader.WaitToReadAsync(cancellationToken) && _started.Reader.TryRead(out var stage) ? stage : null;

    /// <summary>Nobody reads any more. Does nothing when it has ended.</summary>
    public void Leave()
    {
        lock (_handing)
        {
            _wasLeft |= _isRead;
            _isRead = false;
            while (_started.Reader.TryRead(out var stage))
                stage.Reader?.Dispose();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong, whoever reads the pipeline must learn that it has ended.")]
    private async Task RunAsync(Generation generation)
    {
        var stage = 1;
        PipelineEnd end;
        try
        {
            while (true)
            {
                await generation.SettledAsync();
                var (text, ended) = StageAnswer.Of(generation, stage, _requests.BeginningOf(stage));
                _requests.Answered(stage, text);
                ended ??= stage == Count ? new PipelineEnd(PipelineStatus.Completed, stage) { Text = text } : WasAbandoned() ? new PipelineEnd(PipelineStatus.Cancelled, stage) : null;
                if (ended is not null)
                {
                    end = ended;
                    break;
                }
                stage++;
                generation = await StartStageAsync(stage, CancellationToken.None);
            }
        }
        catch (Exception exception)
        {
            end = NotStarted(stage, exception);
        }
        _events.PipelineEnded(_requests.Pipeline, end.Status.WireName(), end.Stage, generation.Id);
        _ended.TrySetResult(end);
        _started.Writer.TryComplete();
    }

    private async Task<Generation> StartStageAsync(int stage, CancellationToken cancellationToken)
    {
        var started = await _generations.StartAsync(_requests.Of(stage), _caller, IsRead(), cancellationToken);
        lock (_handing)
        {
            if (_isRead)
                _started.Writer.TryWrite(new StartedStage(stage, _requests.NameOf(stage), started.Generation, started.Reader));
            else
                started.Reader?.Dispose();
        }
        return started.Generation;
    }

    private bool IsRead()
    {
        lock (_handing)
            return _isRead;
    }

    private bool WasAbandoned()
    {
        lock (_handing)
            return _wasLeft && _endsWithoutReader;
    }

    private PipelineEnd NotStarted(int stage, Exception exception)
    {
        var known = exception as TokenrillException;
        // What took the session is newer than this pipeline, and goes before it.
        if (known?.Code == ErrorCode.SessionBusy)
            return new PipelineEnd(PipelineStatus.Superseded, stage);
        if (known?.Code == ErrorCode.Interrupted)
            return new PipelineEnd(PipelineStatus.Interrupted, stage);
        var error = GenerationError.Create(known?.Code ?? ErrorCode.Internal, known is null ? null : $"stage {stage} ({_requests.NameOf(stage)}): {known.Message}");
        _events.StageNotStarted(_requests.Pipeline, stage, error.Id, exception.Message, known is null ? exception : null);
        return new PipelineEnd(PipelineStatus.Failed, stage) { Error = error };
    }
}
