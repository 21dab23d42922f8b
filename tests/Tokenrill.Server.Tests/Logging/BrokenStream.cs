using System.Text;
using System.Threading.Channels;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Logging;

/// <summary>A stream whose first writes fail.</summary>
internal sealed class BrokenStream(int failures) : MemoryStream
{
    private readonly Channel<bool> _tried = Channel.CreateUnbounded<bool>();
    private int _tries;

    public List<string> Taken { get; } = [];

    /// <summary>Completes when the next write was tried.</summary>
    public Task NextAsync() => _tried.Reader.ReadAsync(TestContext.Current.CancellationToken).InTime();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _tried.Writer.TryWrite(true);
        if (++_tries <= failures)
            throw new IOException("Broken pipe");
        Taken.Add(Encoding.UTF8.GetString(buffer));
    }
}
