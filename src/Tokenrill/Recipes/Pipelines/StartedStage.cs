using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.Recipes.Pipelines;

/// <summary>A stage that was started.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Recipe">The name of its recipe.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Reader">A reader at its beginning, for whoever reads the pipeline; whoever takes the stage disposes it. Null when nobody does.</param>
public sealed record StartedStage(int Number, string Recipe, Generation Generation, LogReader? Reader);
