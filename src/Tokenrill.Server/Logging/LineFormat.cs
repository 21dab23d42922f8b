using Tokenrill.Diagnostics.Lines;

namespace Tokenrill.Server.Logging;

/// <summary>What a line looks like: <c>2026-11-21T11:31:46.209Z info: Category[9] message</c>. Each thread puts its lines
/// together in room of its own, so that nothing is allocated and nobody waits.</summary>
internal sealed class LineFormat(TimeProvider clock, bool isColoured)
{
    [ThreadStatic]
    private static LineText? _text;

    [ThreadStatic]
    private static LineTime? _time;

    /// <summary>The line with its end. Good until this thread asks for another.</summary>
    public ReadOnlySpan<byte> Format(string category, LogLevel level, int eventId, string? message, string? exception)
    {
        var text = Begin(category, level, eventId);
        AppendWord(text, message);
        AppendWord(text, exception);
        return End(text);
    }

    /// <summary>The same of a line that writes itself.</summary>
    public ReadOnlySpan<byte> Format(string category, LogLevel level, int eventId, in LogLine line)
    {
        var text = Begin(category, level, eventId);
        text.Append(" "u8);
        text.Append(line);
        return End(text);
    }

    private LineText Begin(string category, LogLevel level, int eventId)
    {
        var text = _text ??= new LineText();
        text.Clear();
        text.Append((_time ??= new LineTime()).Format(clock.GetUtcNow()));
        text.Append(" "u8);
        text.Append(isColoured ? LevelWords.Coloured(level) : LevelWords.Plain(level));
        text.Append(": "u8);
        text.Append(category);
        text.Append("["u8);
        text.Append(eventId);
        text.Append("]"u8);
        return text;
    }

    private static ReadOnlySpan<byte> End(LineText text)
    {
        text.Append("\n"u8);
        return text.Bytes;
    }

    private static void AppendWord(LineText text, string? word)
    {
        if (string.IsNullOrEmpty(word))
            return;
        text.Append(" "u8);
        text.Append(word);
    }
}
