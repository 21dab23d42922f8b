using System.Runtime.CompilerServices;
using Tokenrill.Diagnostics.Lines;

namespace Tokenrill.Server.Logging;

/// <summary>What is said under one category.</summary>
internal sealed class LineLogger(string category, LineWriter writer) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        // Not by a cast, which would make an object of it.
        if (typeof(TState) == typeof(LogLine) && exception is null)
        {
            writer.Add(category, logLevel, eventId.Id, Unsafe.As<TState, LogLine>(ref state));
            return;
        }
        // Both run code that is not ours, and may log: before the room for the line is taken.
        var message = formatter(state, exception);
        writer.Add(category, logLevel, eventId.Id, message, exception?.ToString());
    }
}
