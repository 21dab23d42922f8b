using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Tokenrill.Diagnostics;

/// <summary>A logger whose faults stay its own: a full disk behind the log must not keep a session claimed or end a
/// process from a timer.</summary>
internal sealed class ForgivingLogger(ILogger inner) : ILogger
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a logger throws, there is nowhere left to say it.")]
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // The line is lost; the generation is not.
        }
    }

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);
}
