using System.Text;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.Recipes.Pipelines;

/// <summary>What the end of a stage's generation means for its pipeline.</summary>
internal static class StageAnswer
{
    private const string Blocked = "BLOCKED:", Safe = "SAFE:";

    /// <summary>What goes on to the next stage, or how the pipeline ends here.</summary>
    /// <param name="generation">A generation whose end readers see.</param>
    /// <param name="stage">Its number, from 1.</param>
    public static (string Text, PipelineEnd? End) Of(Generation generation, int stage)
    {
        var last = generation.Log[generation.Log.LastSequence];
        return last.Kind switch
        {
            EventKind.Completed => OfText(Encoding.UTF8.GetString(generation.Log.Text), stage),
            EventKind.Failed => ("", new PipelineEnd(PipelineStatus.Failed, stage) { Error = ((FailedDetail)last.Detail).Error }),
            EventKind.Superseded => ("", new PipelineEnd(PipelineStatus.Superseded, stage)),
            EventKind.Interrupted => ("", new PipelineEnd(PipelineStatus.Interrupted, stage)),
            _ => ("", new PipelineEnd(PipelineStatus.Cancelled, stage)),
        };
    }

    private static (string Text, PipelineEnd? End) OfText(string text, int stage)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.StartsWith(Blocked, StringComparison.Ordinal))
            return ("", new PipelineEnd(PipelineStatus.Blocked, stage) { Reason = trimmed[Blocked.Length..].Trim().ToString() });
        return trimmed.StartsWith(Safe, StringComparison.Ordinal) ? (trimmed[Safe.Length..].Trim().ToString(), null) : (text, null);
    }
}
