namespace Tokenrill.Server.Logging;

/// <summary>How a line names its level: four letters, on a terminal in the colours that .NET programs have there.</summary>
internal static class LevelWords
{
    public static ReadOnlySpan<byte> Plain(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce"u8,
        LogLevel.Debug => "dbug"u8,
        LogLevel.Information => "info"u8,
        LogLevel.Warning => "warn"u8,
        LogLevel.Error => "fail"u8,
        _ => "crit"u8,
    };

    public static ReadOnlySpan<byte> Coloured(LogLevel level) => level switch
    {
        LogLevel.Trace => "\e[40m\e[37mtrce\e[39m\e[22m\e[49m"u8,
        LogLevel.Debug => "\e[40m\e[37mdbug\e[39m\e[22m\e[49m"u8,
        LogLevel.Information => "\e[40m\e[32minfo\e[39m\e[22m\e[49m"u8,
        LogLevel.Warning => "\e[40m\e[1m\e[33mwarn\e[39m\e[22m\e[49m"u8,
        LogLevel.Error => "\e[41m\e[30mfail\e[39m\e[22m\e[49m"u8,
        _ => "\e[41m\e[1m\e[37mcrit\e[39m\e[22m\e[49m"u8,
    };
}
