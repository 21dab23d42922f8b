using System.Text;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Logging;

/// <summary>A stream that takes nothing until it is told to, and remembers each write.</summary>
internal sealed class HeldStream : MemoryStream
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();
    private readonly Lock _lock = new();
    private readonly List<string> _writes = [];
    private readonly List<(string Text, TaskCompletionSource Seen)> _wishes = [];

    /// <summary>Completes once somebody waits in a write.</summary>
    public Task Held => _held.Task.InTime();

    /// <summary>What each write brought, in order.</summary>
    public string[] Writes
    {
        get
        {
            lock (_lock)
                return [.. _writes];
        }
    }

    public string[] Lines => string.Concat(Writes).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Completes once a text was written.</summary>
    public Task Written(string text)
    {
        lock (_lock)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _wishes.Add((text, seen));
            Grant();
            return seen.Task.InTime();
        }
    }

    public void Release() => _released.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _held.TrySetResult();
        _released.Wait(CancellationToken.None);
        lock (_lock)
        {
            _writes.Add(Encoding.UTF8.GetString(buffer));
            Grant();
        }
    }

    private void Grant() => _wishes.RemoveAll(wish => _writes.Exists(write => write.Contains(wish.Text, StringComparison.Ordinal)) && wish.Seen.TrySetResult());
}
