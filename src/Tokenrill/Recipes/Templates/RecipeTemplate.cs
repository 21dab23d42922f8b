using System.Globalization;
using HandlebarsDotNet;

namespace Tokenrill.Recipes.Templates;

/// <summary>A template that was checked: <see cref="TemplateCheck"/> says what it may hold.</summary>
internal sealed class RecipeTemplate
{
    // A prompt is no HTML: what is escaped is damaged.
    private static readonly IHandlebars Engine = Handlebars.Create(new HandlebarsConfiguration
    {
        NoEscape = true,
        FormatProvider = CultureInfo.InvariantCulture,
        FormatterProviders = { new FlagFormat() },
    });

    // Compiled when it is first used: most recipes of a server are never asked for, and compiling one costs more than reading all.
    private readonly Lazy<HandlebarsTemplate<object, object>> _compiled;

    private RecipeTemplate(string text) => _compiled = new(() => Engine.Compile(text));

    /// <summary>A template; its faults are said through <paramref name="text"/>, and then it must not be used.</summary>
    /// <param name="text">Where it stands, and what it says.</param>
    /// <param name="names">The variables it may name.</param>
    public static RecipeTemplate Read(TemplateText text, IReadOnlyCollection<string> names)
    {
        new TemplateCheck(text, names).Run();
        return new RecipeTemplate(text.Text);
    }

    /// <summary>The text with these values, each a text, a number, a flag or nothing.</summary>
    public string Render(IReadOnlyDictionary<string, object?> values) => _compiled.Value(values);
}
