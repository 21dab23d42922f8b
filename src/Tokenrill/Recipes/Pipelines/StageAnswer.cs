using System.Text;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.Recipes.Pipelines;

/// <summary>What the end of a stage's generation means for its pipeline.</summary>
internal static class StageAnswer
{
    private const string Blocked = "BLOCKED:", Safe = "SAFE:";

    // To whoever reads it, who may be a child: nothing is said of models and of what they should have answered.
    private const string NotSure = "It could not be checked well enough to go on. Please try again, or say it in other words.";

    /// <summary>What goes on to the next stage, or how the pipeline ends here.</summary>
    /// <param name="generation">A generation whose end readers see.</param>
    /// <param name="stage">Its number, from 1.</param>
    /// <param name="beginning">How its answer must begin; null: anyhow.</param>
    public static (string Text, PipelineEnd? End) Of(Generation generation, int stage, string? beginning)
    {
        var last = generation.Log[generation.Log.LastSequence];
        return last.Kind switch
        {
            EventKind.Completed => OfText(Encoding.UTF8.GetString(generation.Log.Text), stage, beginning),
            EventKind.Failed => ("", new PipelineEnd(PipelineStatus.Failed, stage) { Error = ((FailedDetail)last.Detail).Error }),
            EventKind.Superseded => ("", new PipelineEnd(PipelineStatus.Superseded, stage)),
            EventKind.Interrupted => ("", new PipelineEnd(PipelineStatus.Interrupted, stage)),
            _ => ("", new PipelineEnd(PipelineStatus.Cancelled, stage)),
        };
    }

    private static (string Text, PipelineEnd? End) OfText(string text, int stage, string? beginning)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith(Blocked, StringComparison.Ordinal))
            return ("", new PipelineEnd(PipelineStatus.Blocked, stage) { Reason = trimmed[Blocked.Length..].Trim().ToString() });
        // Not blocked is not yet safe: an answer that was cut, or says something else, has not decided.
        if (beginning is not null && !trimmed.StartsWith(beginning, StringComparison.Ordinal))
            return ("", new PipelineEnd(PipelineStatus.Blocked, stage) { Reason = NotSure });
        beginning ??= Safe;
        return trimmed.StartsWith(beginning, StringComparison.Ordinal) ? (trimmed[beginning.Length..].Trim().ToString(), null) : (text, null);
    }
}
