using Tokenrill.AspNetCore.Framing;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

/// <summary>Only what nobody waits for may wait.</summary>
public sealed class FlushTests : NativeTest
{
    private readonly Patience _patience = new();

    public override async ValueTask InitializeAsync() => await StartAsync(
        app => app.Use(next => context =>
        {
            context.Features.Set<IPatientConnection>(_patience);
            return next(context);
        }));

    [Fact]
    public async Task That_it_has_started_may_wait_for_what_is_said()
    {
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();

        using var response = await Client.OpenAsync(Get($"/v1/generations/{id}/events"));
        call.Text("one").Text("two").Finish();
        await response.EventsAsync();

        _patience.Asked.ShouldBe(1);
    }

    [Theory]
    [InlineData("/v1/generations/{0}/events")]
    [InlineData("/v1/generations/{0}/events?after=1")]
    public async Task What_was_said_goes_at_once_together_with_the_start(string path)
    {
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();
        call.Text("one");

        using var response = await Client.OpenAsync(Get(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id)));
        call.Finish();
        await response.EventsAsync();

        _patience.Asked.ShouldBe(0);
    }

    private sealed class Patience : IPatientConnection
    {
        private int _asked;

        /// <summary>How often a flush was told that it may wait.</summary>
        public int Asked => _asked;

        public void LetNextFlushWait() => Interlocked.Increment(ref _asked);
    }
}
