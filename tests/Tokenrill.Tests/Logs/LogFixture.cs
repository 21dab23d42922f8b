using System.Text;
using Tokenrill.Logs;
using Tokenrill.TestKit;
using Tokenrill.Time;

namespace Tokenrill.Tests.Logs;

/// <summary>A log on its own, in fake time unless told otherwise.</summary>
internal sealed class LogFixture : IDisposable
{
    public LogFixture(TimeProvider? time = null)
    {
        Clock = new Clock(time ?? Time);
        Sweep = new Sweep(Clock);
        Log = new GenerationLog(Clock);
        Writer = Log.OpenWriter();
    }

    public FakeTime Time { get; } = new();

    public Clock Clock { get; }

    public Sweep Sweep { get; }

    public GenerationLog Log { get; }

    public LogWriter Writer { get; }

    public LogReader Read(int after = 0) => new(Log, after, Clock, Sweep);

    /// <summary>Appends text and lets readers see it.</summary>
    public void Say(string text)
    {
        Writer.Text(Encoding.UTF8.GetBytes(text)).ShouldBeTrue();
        Log.Publish();
    }

    public void End()
    {
        Log.Seal(EventKind.Cancelled, static () => CancelledDetail.Stop, null).ShouldBeTrue();
        Log.Publish();
    }

    public void Dispose() => Sweep.Dispose();
}
