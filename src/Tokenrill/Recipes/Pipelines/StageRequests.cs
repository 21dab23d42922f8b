using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tokenrill.Generations;
using Tokenrill.Models;
using Tokenrill.Sessions;

namespace Tokenrill.Recipes.Pipelines;

/// <summary>What the stages of one run are started with.</summary>
internal sealed class StageRequests
{
    private readonly Recipe _pipeline;
    private readonly GenerationRequest _request;
    private readonly OnBusy _onBusy;
    private readonly Dictionary<string, object?> _known;

    /// <exception cref="TokenrillException">Values are wrong, or the request asks for what no pipeline can do.</exception>
    public StageRequests(Recipe pipeline, IReadOnlyDictionary<string, object?> values, GenerationRequest request, OnBusy onBusy)
    {
        if (request.OnBusy == OnBusy.Attach)
            throw TokenrillException.Invalid("on_busy", "must be supersede or reject for a pipeline: what is active in the session is a generation");
        _pipeline = pipeline;
        _request = request;
        // Where attaching is the server's default, the active generation is at least not disturbed.
        _onBusy = request.OnBusy ?? (onBusy == OnBusy.Attach ? OnBusy.Reject : onBusy);
        _known = new(pipeline.Take(values));
    }

    public string Pipeline => _pipeline.Name;

    public int Count => _pipeline.Stages.Count;

    public string NameOf(int stage) => _pipeline.Stages[stage - 1].Recipe;

    /// <summary>How a stage's answer must begin; null: anyhow.</summary>
    public string? BeginningOf(int stage) => _pipeline.Stages[stage - 1].MustBeginWith;

    /// <summary>Finds out at the start what would end a later stage.</summary>
    /// <exception cref="TokenrillException">There is no such model.</exception>
    public void EnsureModels(ModelCatalog models)
    {
        foreach (var stage in _pipeline.Stages)
            models.Resolve(_request.Ask.Model.Length > 0 ? _request.Ask.Model : stage.Target!.Model);
    }

    /// <summary>The answer of a stage, for those behind it.</summary>
    public void Answered(int stage, string text) => _known[_pipeline.Stages[stage - 1].As] = text;

    /// <summary>The request of a stage; those before it have answered.</summary>
    /// <exception cref="TokenrillException">What came before is nothing that this stage can take.</exception>
    public GenerationRequest Of(int stage)
    {
        var next = _pipeline.Stages[stage - 1];
        var ask = next.Target!.Render(next.Values(_known));
        var wish = _request.Ask;
        return _request with
        {
            Ask = ask with
            {
                Model = wish.Model.Length > 0 ? wish.Model : ask.Model,
                MaxTokens = wish.MaxTokens ?? ask.MaxTokens,
                Temperature = wish.Temperature ?? ask.Temperature,
            },
            // The stage before has let go of the session: whatever is active there now came after this pipeline.
            OnBusy = stage == 1 ? _onBusy : OnBusy.Reject,
            IdempotencyKey = stage == 1 || _request.IdempotencyKey is null ? _request.IdempotencyKey : KeyOf(stage, _request.IdempotencyKey),
        };
    }

    /// <summary>A key of its own for each stage, no longer than a key may be, and none that a client would think of.</summary>
    private static string KeyOf(int stage, string key) =>
        string.Create(CultureInfo.InvariantCulture, $"stage {stage} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}");
}
