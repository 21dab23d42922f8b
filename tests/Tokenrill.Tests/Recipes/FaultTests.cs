namespace Tokenrill.Tests.Recipes;

public sealed class FaultTests : IDisposable
{
    private readonly RecipeFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Every_fault_of_every_file_is_said_with_its_line_and_column()
    {
        _files.Put("first.yaml", """
            name: other
            colour: red
            description: one
            description: two
            variables:
              Style: { type: text }
              count: { type: number, min: 5, max: 1, of: [a] }
              kind: { type: word }
              choice: { type: choice }
              late: { type: text, required: true, default: x }
              log: { type: text }
            options:
              temperature: warm
              max_tokens: 0
              stop: []
            system: |
              Be brief.
              You know {{coutn}} things.
            user: "{{#if count}}"
            """);
        _files.Put("second.yaml", "name: second\n  description: x\n");
        _files.Put("third.yaml", "description: x\nuser: hello\n");

        _files.Faults.ShouldBe([
            "first.yaml:2:1: \"colour\" is not known here; there are: name, description, variables, model, options, system, user",
            "first.yaml:4:1: \"description\" is there twice",
            "first.yaml:1:7: name: is \"other\" in the file first.yaml; the two must be the same",
            "first.yaml:6:3: \"Style\" cannot name a variable; a name is lower-case letters, digits and \"_\", the first a letter",
            "first.yaml:7:46: of: belongs to a variable of type choice",
            "first.yaml:7:31: min: must not be more than max",
            "first.yaml:8:17: type: must be text, number, flag or choice",
            "first.yaml:9:11: \"of\" is missing",
            "first.yaml:10:33: required: a variable with a default is not required; leave one of the two out",
            "first.yaml:11:3: \"log\" cannot name a variable: it is a word of templates",
            "first.yaml:14:15: max_tokens: must be a whole number from 1 to 2147483647, without quotes",
            "first.yaml:13:16: temperature: must be a number, without quotes",
            "first.yaml:15:9: stop: must be a list of 1 to 16 texts",
            "first.yaml:18:12: \"coutn\" is not declared; there are: Style, count, kind, choice, late, log",
            "first.yaml:19:7: {{#if}} has no {{/if}}",
            _files.Faults[15],
            "third.yaml:1:1: \"name\" is missing",
        ]);
        _files.Faults[15].ShouldStartWith("second.yaml:2:");
        _files.Faults[15].ShouldContain("this is no YAML");
    }

    [Theory]
    [InlineData("{{> other}}")]
    [InlineData("{{text.Length}}")]
    [InlineData("{{../text}}")]
    [InlineData("{{@root}}")]
    [InlineData("{{this}}")]
    [InlineData("{{lookup this \"text\"}}")]
    [InlineData("{{#each text}}{{/each}}")]
    [InlineData("{{#with text}}{{/with}}")]
    [InlineData("{{{{raw}}}}{{{{/raw}}}}")]
    [InlineData("{{text other}}")]
    [InlineData("{{other}}")]
    [InlineData("{{#if other}}{{/if}}")]
    [InlineData("{{#if text}}")]
    [InlineData("{{#if text}}{{/unless}}")]
    [InlineData("{{#if text}}{{else}}{{else}}{{/if}}")]
    [InlineData("{{else}}")]
    [InlineData("{{/if}}")]
    [InlineData("{{text")]
    [InlineData("\\{{text}}")]
    public void A_template_that_reaches_for_more_than_its_variables_is_a_fault(string template)
    {
        _files.Put("bad.yaml", $"name: bad\ndescription: x\nvariables: {{ text: {{ type: text }} }}\nuser: |\n  {template}\n");

        _files.Faults.ShouldNotBeEmpty();
        _files.Faults.ShouldAllBe(fault => fault.StartsWith("bad.yaml:5:"));
        Should.Throw<TokenrillException>(() => _files.Book.Find("bad")).Code.ShouldBe(ErrorCode.NotFound);
    }

    [Theory]
    [InlineData("a", "max_length: { type: text, max_length: 2, default: abc }", "default: must have at most 2 characters")]
    [InlineData("a", "v: { type: number, min: 1, default: 0 }", "default: must be at least 1")]
    [InlineData("a", "v: { type: number, default: \"1\" }", "default: must be a number, without quotes")]
    [InlineData("a", "v: { type: flag, default: yes }", "default: must be true or false, without quotes")]
    [InlineData("a", "v: { type: choice, of: [a, b], default: c }", "default: must be one of a, b")]
    [InlineData("a", "v: { type: choice, of: [a, a] }", "of: \"a\" is there twice")]
    [InlineData("a", "v: text", "v: must be a mapping with a type, such as { type: text }")]
    public void A_variable_that_cannot_be_is_a_fault(string name, string variable, string message)
    {
        _files.Put($"{name}.yaml", $"name: {name}\ndescription: x\nuser: hello\nvariables:\n  {variable}\n");

        _files.Faults.ShouldHaveSingleItem().ShouldMatch($"^a\\.yaml:5:\\d+: {System.Text.RegularExpressions.Regex.Escape(message)}$");
    }

    [Fact]
    public void What_YAML_knows_and_recipes_do_not_is_a_fault()
    {
        _files.Put("anchors.yaml", "name: &n anchors\ndescription: *n\nuser: hello\n");
        _files.Put("bytes.yaml", [0xFF, 0xFE, 0x00]);
        _files.Put("empty.yaml", "");
        _files.Put("large.yaml", new string('#', (1 << 20) + 1));
        _files.Put("list.yaml", "- name: list\n");
        _files.Put("two.yaml", "name: two\ndescription: x\nuser: hello\n---\nname: three\n");

        _files.Faults.Select(fault => fault[..fault.IndexOf('.')]).Distinct().ShouldBe(["anchors", "bytes", "empty", "large", "list", "two"]);
    }

    [Fact]
    public void A_faulty_file_hides_no_other_and_no_shipped_recipe_of_its_name()
    {
        _files.Put("rephrase.yaml", "name: rephrase\n");
        _files.Put("mine.yaml", "name: mine\ndescription: x\nuser: hello\n");

        _files.Book.Find("mine").Description.ShouldBe("x");
        _files.Book.Find("rephrase").Variables.Select(variable => variable.Name).ShouldBe(["prompt", "task_type"]);
        _files.Log.Lines.Count(line => line.Contains("rephrase.yaml:1:1: \"description\" is missing", StringComparison.Ordinal)).ShouldBe(1);
    }
}
