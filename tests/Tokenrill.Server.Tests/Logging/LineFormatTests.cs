using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Tokenrill.Diagnostics.Lines;
using Tokenrill.Server.Logging;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Logging;

public sealed class LineFormatTests
{
    private readonly FakeTime _time = new();

    public static TheoryData<LogLevel, bool> Looks => new(
        from level in Enum.GetValues<LogLevel>()
        where level != LogLevel.None
        from isColoured in new[] { false, true }
        select (level, isColoured));

    [Theory]
    [MemberData(nameof(Looks))]
    public void Behind_its_time_a_line_looks_as_the_framework_writes_it(LogLevel level, bool isColoured)
    {
        var thrown = Should.Throw<InvalidOperationException>(static () => throw new InvalidOperationException("why\nso", new IOException("inner")));
        foreach (var (eventId, message, exception) in new (int, string, Exception?)[] { (9, "said", null), (-1, "größer 🦊\nas two lines\n", null), (0, "", thrown), (int.MinValue, "with", thrown) })
        {
            using var framework = new StringWriter();
            Framework(isColoured).Write(new LogEntry<string>(level, "Some.Category", eventId, message, exception, (state, _) => state), scopeProvider: null, framework);
            Format(message, level, eventId, exception, isColoured)["2026-01-01T01:00:00.000Z ".Length..].ShouldBe(framework.ToString());
        }
    }

    [Fact]
    public void A_line_begins_with_its_time_to_the_millisecond()
    {
        Format("a").ShouldStartWith("2026-01-01T01:00:00.000Z info: ");
        _time.Advance(TimeSpan.FromMilliseconds(209));
        Format("a").ShouldStartWith("2026-01-01T01:00:00.209Z info: ");
        _time.Advance(TimeSpan.FromMilliseconds(790));
        Format("a").ShouldStartWith("2026-01-01T01:00:00.999Z info: ");
        _time.Advance(TimeSpan.FromMilliseconds(1) + TimeSpan.FromDays(364) + TimeSpan.FromHours(22));
        Format("a").ShouldStartWith("2026-12-31T23:00:01.000Z info: ");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two\r\nlines\nhere")]
    [InlineData("\e[2Jgone\u007F")]
    [InlineData("größer \u2028 🦊")]
    [InlineData("half \ud83e")]
    public void A_line_that_writes_itself_looks_like_any_other(string value)
    {
        foreach (var text in new[] { value, value + new string('x', 3000) })
        {
            var values = default(LogValues);
            (values[0], values[1]) = (text, 42);
            var line = new LogLine(new LineTemplate("{Name} has {Count} of them"), values);
            var format = new LineFormat(_time, isColoured: false);

            var itself = Encoding.UTF8.GetString(format.Format("Some.Category", LogLevel.Information, 9, line));

            itself.ShouldBe(Encoding.UTF8.GetString(format.Format("Some.Category", LogLevel.Information, 9, $"{text} has 42 of them", exception: null)));
        }
    }

    [Theory]
    [InlineData("two\r\nlines\nhere", "two lines here")]
    [InlineData("over\rwritten", @"over\u000Dwritten")]
    [InlineData("\e[2Jgone", @"\u001B[2Jgone")]
    [InlineData("\u009B2J\u0085", @"\u009B2J\u0085")]
    [InlineData("\0\a\t\u007F", @"\u0000\u0007\u0009\u007F")]
    [InlineData("\u2028\u2029", @"\u2028\u2029")]
    public void Whatever_is_said_stays_one_line_and_commands_no_terminal(string message, string expected)
    {
        Format(message).ShouldEndWith($"[9] {expected}\n");
        Format("said", exception: new IOException(message)).ShouldEndWith($"[9] said System.IO.IOException: {expected}\n");
    }

    [Fact]
    public void A_long_line_is_whole_and_so_is_the_next()
    {
        var message = string.Concat(Enumerable.Repeat("größer\n🦊", 20_000));
        Format(message).ShouldEndWith($"[9] {message.Replace('\n', ' ')}\n");
        Format("short").ShouldBe("2026-01-01T01:00:00.000Z info: Some.Category[9] short\n");
    }

    private string Format(string message, LogLevel level = LogLevel.Information, int eventId = 9, Exception? exception = null, bool isColoured = false) =>
        Encoding.UTF8.GetString(new LineFormat(_time, isColoured).Format("Some.Category", level, eventId, message, exception?.ToString()));

    private static ConsoleFormatter Framework(bool isColoured) => new ServiceCollection()
        .AddLogging(logging => logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = isColoured ? LoggerColorBehavior.Enabled : LoggerColorBehavior.Disabled;
        }))
        .BuildServiceProvider().GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple);
}
