using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>What becomes of the members that the engine has no word for: passed on as they are, dropped because they mean
/// nothing here, or refused. Nothing that would change the answer is dropped.</summary>
internal static class SamplingMembers
{
    /// <summary>Whether the member is to be passed on to the provider. A value that is OpenAI's default is not, because
    /// clients send it to providers that do not know the member.</summary>
    /// <exception cref="TokenrillException">It is not known, cannot be had, or is not of its type.</exception>
    public static bool Take(JsonField field)
    {
        switch (field.Path)
        {
            case "presence_penalty" or "frequency_penalty":
                return field.Number(-2, 2) != 0;
            case "logit_bias":
                field.EnsureObject();
                return field.Value.EnumerateObject().Any();
            case "reasoning_effort" or "verbosity":
                field.Text();
                return true;
            case "parallel_tool_calls":
                return !field.Flag();
            case "service_tier":
                return field.Text() is not ("auto" or "default");
            case "user" or "safety_identifier" or "prompt_cache_key" or "prompt_cache_retention":
                // Between a client and OpenAI, about accounts and caches: the answer is the same without.
                field.Text();
                return false;
            case "n":
                return Only(field, field.Whole() == 1, "must be 1; ask again for another answer");
            case "store":
                return Only(field, !field.Flag(), "must be false; completions are not kept to be listed");
            case "logprobs":
                return Only(field, !field.Flag(), "must be false; log probabilities cannot be carried");
            case "top_logprobs":
                return Only(field, field.Whole() == 0, "must be 0; log probabilities cannot be carried");
            case "modalities":
                return Only(field, field.Items().Select(item => item.Text()) is var all && all.SequenceEqual(["text"]), "must be [\"text\"]; nothing else can be carried");
            case "functions" or "function_call":
                throw field.Invalid("is not supported; use tools and tool_choice");
            case "audio" or "prediction" or "web_search_options":
                throw field.Invalid("is not supported; it was refused rather than dropped, because it changes what is meant");
            default:
                throw field.Unknown();
        }
    }

    /// <summary>Refuses a value when it is not the one that means what is done anyway; that one need not be passed on.</summary>
    private static bool Only(JsonField field, bool isHarmless, string otherwise) =>
        isHarmless ? false : throw field.Invalid(otherwise);

    /// <summary>Refuses what is not an object.</summary>
    public static void EnsureObject(this JsonField field)
    {
        if (field.Value.ValueKind != JsonValueKind.Object)
            throw field.Invalid("must be an object");
    }
}
