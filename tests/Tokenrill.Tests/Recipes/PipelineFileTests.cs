namespace Tokenrill.Tests.Recipes;

public sealed class PipelineFileTests : IDisposable
{
    private readonly RecipeFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Every_fault_of_a_pipeline_is_said_with_its_line()
    {
        _files.Put("chain.yaml", """
            name: chain
            description: x
            model: fast
            variables:
              text: { type: text }
            stages:
              - recipe: rephrase
                with: { prompt: "{{later}}" }
                as: text
              - recipe: rephrase
                as: if
                must_begin_with: " "
              - with: { prompt: a }
              - rephrase
            """);

        _files.Faults.ShouldBe([
            "chain.yaml:3:1: model: belongs to a recipe with templates; a pipeline has it in the recipes of its stages",
            "chain.yaml:8:21: \"later\" is not declared; there are: text",
            "chain.yaml:9:9: there is a variable \"text\" already; give the answer of this stage another name with \"as\"",
            "chain.yaml:11:9: \"if\" cannot name a variable; a name is lower-case letters, digits and \"_\", the first a letter, and no word of templates",
            "chain.yaml:12:22: must_begin_with: must not be empty; leave it out where an answer may begin anyhow",
            "chain.yaml:13:5: \"recipe\" is missing",
            "chain.yaml:14:5: a stage must be a mapping: recipe, with, as",
        ]);
    }

    [Fact]
    public void A_stage_must_be_a_recipe_that_is_there_and_get_what_it_needs()
    {
        _files.Put("chain.yaml", """
            name: chain
            description: x
            stages:
              - recipe: nothing
              - recipe: four_stages
              - recipe: rephrase
                with: { promt: a }
            """);

        _files.Faults.ShouldBe([
            "chain.yaml:4:13: recipe: there is no \"nothing\" without faults; there are: enhanced_prompt, full_specification, rephrase, signal_extraction, stage1_translation, stage2_prompt_interception, stage3_safety, stage4_output",
            "chain.yaml:5:13: recipe: \"four_stages\" is a pipeline; a stage must be a recipe with templates",
            "chain.yaml:7:13: with: rephrase has no variable \"promt\"; there are: prompt, task_type",
            "chain.yaml:6:13: with: rephrase needs a value for \"prompt\"",
        ]);
        Should.Throw<TokenrillException>(() => _files.Book.Find("chain")).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Fact]
    public async Task A_shipped_pipeline_uses_the_users_recipes_and_keeps_the_last_that_fit()
    {
        _files.Put("stage3_safety.yaml", "name: stage3_safety\ndescription: mine\nvariables: { text: { type: text } }\nuser: \"{{text}}\"\n");
        _files.Book.Find("four_stages").Stages[2].Target!.Description.ShouldBe("mine");

        _files.Put("stage3_safety.yaml", "name: stage3_safety\ndescription: other\nvariables: { words: { type: text } }\nuser: \"{{words}}\"\n");
        await _files.NoticedAsync();

        _files.Book.Find("stage3_safety").Description.ShouldBe("other");
        _files.Book.Find("four_stages").Stages[2].Target!.Description.ShouldBe("mine");
        _files.Faults.Count.ShouldBe(2);
    }
}
