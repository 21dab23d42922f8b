using System.Collections.Concurrent;
using System.Threading.Channels;
using Tokenrill.Models;

namespace Tokenrill.TestKit;

/// <summary>A provider inside the process that a test drives by hand: each call gives a handle, and what the test says
/// there happens before the test goes on.</summary>
public sealed class ScriptedProvider : IModelProvider
{
    private readonly Channel<ScriptedCall> _calls = Channel.CreateUnbounded<ScriptedCall>();
    private readonly ConcurrentQueue<ScriptedCall> _all = new();
    private readonly Lock _counting = new();
    private int _active;

    /// <summary>What each call does by itself, on the thread that called; nothing by default. It may only begin the call
    /// (accept it, say) and leave the rest to the handle.</summary>
    public Action<ScriptedCall>? OnCall { get; set; }

    /// <summary>Whether calls go on after they were cancelled, until their handle ends them.</summary>
    public bool IgnoresCancellation { get; set; }

    /// <summary>Refuses requests before they are acknowledged, when set.</summary>
    public Action<ModelRequest>? Support { get; set; }

    /// <summary>What <see cref="ListModelsAsync"/> says.</summary>
    public IReadOnlyList<ModelInfo> Models { get; set; } = [new ModelInfo("model")];

    /// <summary>Every call so far.</summary>
    public IReadOnlyCollection<ScriptedCall> Calls => _all;

    /// <summary>How many calls run now.</summary>
    public int Active
    {
        get
        {
            lock (_counting)
                return _active;
        }
    }

    /// <summary>The most calls that ever ran at once.</summary>
    public int MaxActive { get; private set; }

    /// <summary>The next call that no test has taken yet.</summary>
    public Task<ScriptedCall> NextCallAsync() => _calls.Reader.ReadAsync(TestContext.Current.CancellationToken).InTime();

    public async Task StreamAsync(ModelRequest request, IGenerationSink sink, CancellationToken cancellationToken)
    {
        var call = new ScriptedCall(request, sink, IgnoresCancellation, cancellationToken);
        lock (_counting)
            MaxActive = Math.Max(MaxActive, ++_active);
        try
        {
            await using var registration = cancellationToken.UnsafeRegister(static state => ((ScriptedCall)state!).OnCancelled(), call);
            _all.Enqueue(call);
            OnCall?.Invoke(call);
            _calls.Writer.TryWrite(call);
            await call.Ended;
        }
        finally
        {
            lock (_counting)
                _active--;
            call.OnReturned();
        }
    }

    public void EnsureSupported(ModelRequest request) => Support?.Invoke(request);

    public Task<IReadOnlyList<ModelInfo>> ListModelsAsync(CancellationToken cancellationToken) => Task.FromResult(Models);
}
