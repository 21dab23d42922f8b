using Microsoft.Extensions.Logging;

namespace Tokenrill.TestKit;

/// <summary>Keeps every log line, of every level, as text.</summary>
public sealed class CapturedLog : ILoggerProvider, ILogger
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Part, TaskCompletionSource<string> Found)> _wishes = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    /// <summary>The first line, there now or yet to come, that contains <paramref name="part"/>.</summary>
    public Task<string> LineAsync(string part)
    {
        lock (_lock)
        {
            if (_lines.Find(line => line.Contains(part, StringComparison.Ordinal)) is { } line)
                return Task.FromResult(line);
            var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _wishes.Add((part, found));
            return found.Task.InTime();
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    /// <summary>A logger that writes here.</summary>
    public ILogger<T> For<T>() => new Typed<T>(this);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = exception is null ? formatter(state, exception) : $"{formatter(state, exception)}\n{exception}";
        lock (_lock)
        {
            _lines.Add(line);
            _wishes.RemoveAll(wish => line.Contains(wish.Part, StringComparison.Ordinal) && wish.Found.TrySetResult(line));
        }
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
    }

    private sealed class Typed<T>(ILogger inner) : ILogger<T>
    {
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            inner.Log(logLevel, eventId, state, exception, formatter);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);
    }
}
