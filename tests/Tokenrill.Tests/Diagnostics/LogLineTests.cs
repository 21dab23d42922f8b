using System.Text;
using Tokenrill.Diagnostics.Lines;

namespace Tokenrill.Tests.Diagnostics;

public sealed class LogLineTests
{
    private static readonly LineTemplate Template = new("{Generation} ended {Outcome} duration={Milliseconds} ms session={Session}!");

    [Fact]
    public void It_writes_what_its_template_and_its_values_say()
    {
        var line = Line("gen_1", "completed", -12, "größer 🦊");
        var bytes = new byte[100];

        line.TryFormat(bytes, out var written).ShouldBeTrue();

        Encoding.UTF8.GetString(bytes, 0, written).ShouldBe("gen_1 ended completed duration=-12 ms session=größer 🦊!");
        line.ToString().ShouldBe("gen_1 ended completed duration=-12 ms session=größer 🦊!");
    }

    [Fact]
    public void Without_room_enough_it_says_so_wherever_it_ends()
    {
        var line = Line("gen_1", "completed", 1234, "größer");
        line.TryFormat(new byte[100], out var whole).ShouldBeTrue();

        for (var room = 0; room < whole; room++)
            line.TryFormat(new byte[room], out _).ShouldBeFalse();
        line.TryFormat(new byte[whole], out _).ShouldBeTrue();
    }

    [Fact]
    public void A_text_that_is_none_is_not_written_as_bytes() => Line("gen_1", "completed", 1, "\ud83e").TryFormat(new byte[100], out _).ShouldBeFalse();

    [Fact]
    public void To_other_loggers_it_is_names_with_values_and_the_template() =>
        Line("gen_1", "completed", 12, "s").ShouldBe(
        [
            new("Generation", "gen_1"), new("Outcome", "completed"), new("Milliseconds", 12L), new("Session", "s"),
            new("{OriginalFormat}", "{Generation} ended {Outcome} duration={Milliseconds} ms session={Session}!"),
        ]);

    [Fact]
    public void A_template_with_more_names_than_a_line_has_values_is_refused() =>
        Should.Throw<ArgumentException>(static () => new LineTemplate(string.Concat(Enumerable.Repeat("{Name} ", 9)))).Message.ShouldStartWith("It has 9 names; 8 is the most.");

    private static LogLine Line(string generation, string outcome, long milliseconds, string session)
    {
        var values = default(LogValues);
        (values[0], values[1], values[2], values[3]) = (generation, outcome, milliseconds, session);
        return new LogLine(Template, values);
    }
}
