using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.AI4ArtsEd;

/// <summary>One of the four stages of a run.</summary>
/// <param name="Name">As addresses and events have it, for example <c>stage2</c>.</param>
/// <param name="Recipe">What the model is asked with.</param>
/// <param name="Input">The parameter that the stage works on, which must be given.</param>
/// <param name="Rest">Parameters that may be left out or be empty.</param>
internal sealed record TextStage(string Name, string Recipe, string Input, params IReadOnlyList<string> Rest)
{
    private const string Key = "stage";

    public static readonly IReadOnlyList<TextStage> All =
    [
        new("stage1", "stage1_translation", "text"),
        new("stage2", "stage2_prompt_interception", "prompt", "context", "style_prompt"),
        new("stage3", "stage3_safety", "text") { SaysWhetherSafe = true },
        new("stage4", "stage4_output", "prompt"),
    ];

    /// <summary>Whether its end says if the text is safe.</summary>
    public bool SaysWhetherSafe { get; init; }

    /// <summary>By which a generation is known to be this stage's.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string> { [Key] = Name };

    /// <summary>Whether a generation is this stage of a run.</summary>
    public bool Is(Generation generation, string run) =>
        generation.Session == run && generation.Request.Metadata?.GetValueOrDefault(Key) == Name;
}
