using Tokenrill.Models;

namespace Tokenrill.Tests.Recipes;

public sealed class RenderTests : IDisposable
{
    private readonly RecipeFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_recipe_gives_its_messages_model_and_options()
    {
        _files.Put("greet.yaml", """
            name: greet
            description: Greets.
            model: fast
            options: { max_tokens: 7, temperature: 0.5, top_p: 0.9, stop: ["\n\n"], seed: 42 }
            variables:
              who: { type: text }
              loud: { type: flag, default: false }
              times: { type: number, default: 1.50 }
              tone: { type: choice, of: [warm, dry], default: warm }
              note: { type: text, required: false }
            system: |
              Tone: {{tone}}
              {{#if loud}}
              Shout, {{loud}}.
              {{else}}
              Whisper, {{loud}}.
              {{/if}}
            user: "{{! to whom }}Greet {{who}} {{times}} times{{#unless note}}.{{/unless}}{{#if note}}: {{{note}}}{{/if}}"
            """);

        _files.Faults.ShouldBeEmpty();
        var request = _files.Book.Find("greet").Render(Values(("who", "<Ada & \"Ben\"> {{tone}}")));

        request.Messages.Select(message => (message.Role, message.Content)).ShouldBe([
            (ChatRole.System, "Tone: warm\nWhisper, false.\n"),
            (ChatRole.User, "Greet <Ada & \"Ben\"> {{tone}} 1.50 times."),
        ]);
        (request.Model, request.MaxTokens, request.Temperature, request.TopP, request.Seed).ShouldBe(("fast", 7, 0.5, 0.9, 42));
        request.Stop!.ShouldBe(["\n\n"]);
        _files.Book.Find("greet").Render(Values(("who", "x"), ("loud", true), ("times", 3), ("note", "N"))).Messages.Select(message => message.Content)
            .ShouldBe(["Tone: warm\nShout, true.\n", "Greet x 3 times: N"]);
    }

    [Fact]
    public void A_recipe_without_model_asks_the_default_alias_and_sends_no_options()
    {
        _files.Put("plain.yaml", "name: plain\ndescription: x\nuser: hello\n");

        var request = _files.Book.Find("plain").Render(Values());

        request.Messages.ShouldHaveSingleItem().ShouldBe(new ChatMessage(ChatRole.User, "hello"));
        (request.Model, request.MaxTokens, request.Temperature, request.Stop).ShouldBe((ModelCatalog.DefaultAlias, null, null, null));
    }

    [Fact]
    public void Every_wrong_value_is_named_in_one_message()
    {
        _files.Put("many.yaml", """
            name: many
            description: x
            variables:
              style: { type: choice, of: [a, b] }
              count: { type: number, min: 1, max: 5 }
              loud: { type: flag }
              text: { type: text, max_length: 3 }
              empty: { type: text }
              gone: { type: text }
              odd: { type: text }
            user: hello
            """);

        var exception = Should.Throw<TokenrillException>(() => _files.Book.Find("many").Render(Values(
            ("style", "c"), ("count", 6), ("loud", "true"), ("text", "four"), ("empty", " "), ("odd", 1), ("extra", "x"))));

        (exception.Code, exception.Field).ShouldBe((ErrorCode.InvalidRequest, "variables.style"));
        exception.Message.ShouldBe(
            "variables.style: must be one of a, b; variables.count: must be from 1 to 5; variables.loud: must be true or false; variables.text: must have at most 3 characters; "
            + "variables.empty: must not be empty; variables.gone: is required; variables.odd: must be a text; "
            + "variables.extra: is not a variable of this recipe; there are: style, count, loud, text, empty, gone, odd");
    }

    [Fact]
    public void A_text_is_measured_in_characters_and_a_number_only_where_it_has_bounds()
    {
        _files.Put("few.yaml", "name: few\ndescription: x\nvariables:\n  text: { type: text, max_length: 2 }\n  least: { type: number, min: 0, required: false }\n  any: { type: number, required: false }\nuser: \"{{text}}\"\n");
        var recipe = _files.Book.Find("few");

        recipe.Render(Values(("text", "😀😀"), ("any", -1e9))).Messages[0].Content.ShouldBe("😀😀");
        Should.Throw<TokenrillException>(() => recipe.Render(Values(("text", "😀😀😀")))).Message.ShouldBe("variables.text: must have at most 2 characters");
        Should.Throw<TokenrillException>(() => recipe.Render(Values(("text", "a"), ("least", -1), ("any", double.NaN)))).Message
            .ShouldBe("variables.least: must be at least 0; variables.any: must be a number");
    }

    [Fact]
    public void A_name_that_no_recipe_has_is_answered_with_those_there_are()
    {
        var exception = Should.Throw<TokenrillException>(() => _files.Book.Find("rephras"));

        (exception.Code, exception.Field).ShouldBe((ErrorCode.NotFound, "recipe"));
        exception.Message.ShouldContain("there is no \"rephras\"");
        exception.Message.ShouldContain("rephrase, ");
    }

    private static Dictionary<string, object?> Values(params (string Name, object? Value)[] values) => values.ToDictionary(item => item.Name, item => item.Value);
}
