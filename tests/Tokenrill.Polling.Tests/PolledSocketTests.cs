using System.Net.Sockets;
using Tokenrill.TestKit;

namespace Tokenrill.Polling.Tests;

public sealed class PolledSocketTests
{
    private static readonly Poller Poller = Poller.Shared;

    [Fact]
    public async Task Nothing_is_there_before_anything_was_said()
    {
        using var pair = await Pair.OpenAsync(Poller);

        pair.Polled.TryReceive(new byte[8], out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_waits_is_continued_when_something_is_said()
    {
        using var pair = await Pair.OpenAsync(Poller);
        var hearing = pair.HearAsync();
        hearing.IsCompleted.ShouldBeFalse();

        pair.Say("hello"u8);

        (await hearing).ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task What_was_said_before_anybody_waited_is_there_at_once()
    {
        using var pair = await Pair.OpenAsync(Poller);
        pair.Say("hello"u8);

        (await pair.HearAsync()).ShouldBe("hello"u8.ToArray());
    }

    [Fact]
    public async Task What_a_read_had_no_room_for_is_told_without_another_edge()
    {
        using var pair = await Pair.OpenAsync(Poller);
        pair.Say("hello"u8);

        (await pair.HearAsync(most: 2)).ShouldBe("he"u8.ToArray());
        (await pair.HearAsync(most: 2)).ShouldBe("ll"u8.ToArray());
        (await pair.HearAsync(most: 2)).ShouldBe("o"u8.ToArray());
    }

    [Fact]
    public async Task The_end_comes_after_what_was_said_before_it_even_when_both_come_together()
    {
        using var pair = await Pair.OpenAsync(Poller);
        pair.Say("bye"u8);
        pair.Other.Shutdown(SocketShutdown.Send);

        (await pair.HearAsync()).ShouldBe("bye"u8.ToArray());
        (await pair.HearAsync()).ShouldBeEmpty();
        (await pair.HearAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_waits_hears_of_the_end()
    {
        using var pair = await Pair.OpenAsync(Poller);
        var hearing = pair.HearAsync();

        pair.Other.Dispose();

        (await hearing).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_side_that_only_stops_sending_hangs_up_and_is_not_gone()
    {
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pair = await Pair.OpenAsync(Poller, told.SetResult);

        pair.Other.Shutdown(SocketShutdown.Send);

        (await told.Task.InTime()).ShouldBeFalse();
        pair.Polled.IsHungUp.ShouldBeTrue();
        pair.Polled.TrySend("still here"u8, out var count).ShouldBeTrue();
        count.ShouldBe(10);
    }

    [Fact]
    public async Task A_side_that_breaks_the_connection_is_gone()
    {
        var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var pair = await Pair.OpenAsync(Poller, told.SetResult);

        pair.Other.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Other.Dispose();

        (await told.Task.InTime()).ShouldBeTrue();
        (await Should.ThrowAsync<SocketException>(() => pair.HearAsync())).SocketErrorCode.ShouldBe(SocketError.ConnectionReset);
    }

    [Fact]
    public async Task Aborting_ends_who_waits_and_what_comes_after_and_is_no_end_in_good_order()
    {
        using var pair = await Pair.OpenAsync(Poller);
        var hearing = pair.HearAsync();

        pair.Polled.Abort();

        (await Should.ThrowAsync<SocketException>(() => hearing)).SocketErrorCode.ShouldBe(SocketError.OperationAborted);
        (await Should.ThrowAsync<SocketException>(() => pair.HearAsync())).SocketErrorCode.ShouldBe(SocketError.OperationAborted);
        (await pair.Other.ReceiveAsync(new byte[1]).InTime()).ShouldBe(0);
    }

    [Fact]
    public async Task Disposing_ends_who_waits()
    {
        using var pair = await Pair.OpenAsync(Poller);
        var hearing = pair.HearAsync();

        pair.Polled.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(() => hearing);
        pair.Polled.Dispose();
    }

    [Fact]
    public async Task What_there_is_no_room_for_waits_and_arrives_whole_and_in_order()
    {
        using var pair = await Pair.OpenAsync(Poller);
        var sent = new byte[16 * 1024 * 1024];
        new Random(1).NextBytes(sent);
        var sending = SendAsync(pair.Polled, sent);
        // The kernel's buffers hold less than that, so it waits until somebody takes something.
        sending.IsCompleted.ShouldBeFalse();

        var heard = new MemoryStream();
        var bytes = new byte[64 * 1024];
        while (heard.Length < sent.Length)
            await heard.WriteAsync(bytes.AsMemory(0, await pair.Other.ReceiveAsync(bytes).InTime()), TestContext.Current.CancellationToken);

        await sending.InTime();
        heard.ToArray().AsSpan().SequenceEqual(sent).ShouldBeTrue();
    }

    private static async Task SendAsync(PolledSocket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes)..];
    }
}
