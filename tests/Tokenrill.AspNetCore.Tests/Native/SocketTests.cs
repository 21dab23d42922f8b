using System.Net.WebSockets;
using System.Text;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class SocketTests : NativeTest
{
    public SocketTests()
    {
        Options.Limits.RequestBytes = 64 * 1024;
        // A client that does not read does not answer a ping either, and would be dropped for it on a slow machine.
        Options.Readers.Heartbeat = TimeSpan.FromMinutes(10);
    }

    [Fact]
    public async Task A_socket_on_a_generation_is_its_events_one_a_frame_each_with_its_name()
    {
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();
        call.Text("one ");
        using var socket = await TestSocket.OpenAsync(Host, $"/v1/generations/{id}/events?after=1");
        (await socket.ReceiveAsync()).ToString().ShouldBe($$"""{"seq":2,"type":"text","generation":"{{id}}","text":"one "}""");

        call.Text("two").Finish();

        (await socket.ReceiveToAsync("completed")).ConvertAll(frame => (frame.Number("seq"), frame.Text("generation"))).ShouldBe([(3, id), (4, id)]);
    }

    [Fact]
    public async Task One_socket_follows_several_generations_at_once()
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations");
        await socket.SendAsync("""{"type":"start","prompt":"a"}""");
        var first = (await socket.ReceiveAsync()).Text("generation")!;
        var one = await Provider.NextCallAsync();
        await socket.SendAsync("""{"type":"start","prompt":"b"}""");
        var second = (await socket.ReceiveAsync()).Text("generation")!;
        var two = await Provider.NextCallAsync();
        var elsewhere = await Client.StartLaterAsync();
        var three = await Provider.NextCallAsync();
        three.Text("missed").Text("seen");
        await socket.SendAsync($$"""{"type":"read","generation":"{{elsewhere}}","after":2}""");
        (await socket.ReceiveAsync()).ToString().ShouldBe($$"""{"seq":3,"type":"text","generation":"{{elsewhere}}","text":"seen"}""");

        one.Text("1a");
        two.Text("2a");
        one.Text("1b");
        two.Text("2b");
        var frames = new List<(string? Generation, int Sequence, string? Text)>();
        for (var i = 0; i < 4; i++)
        {
            var frame = await socket.ReceiveAsync();
            frames.Add((frame.Text("generation"), frame.Number("seq"), frame.Text("text")));
        }

        frames.Where(frame => frame.Generation == first).ShouldBe([(first, 2, "1a"), (first, 3, "1b")]);
        frames.Where(frame => frame.Generation == second).ShouldBe([(second, 2, "2a"), (second, 3, "2b")]);
        first.ShouldNotBe(second);
    }

    [Fact]
    public async Task Stop_over_a_socket_stops_what_was_named_or_what_was_taken_up_last()
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations");
        await socket.SendAsync("""{"type":"start","prompt":"a"}""");
        var first = (await socket.ReceiveAsync()).Text("generation")!;
        await socket.SendAsync("""{"type":"start","prompt":"b"}""");
        var second = (await socket.ReceiveAsync()).Text("generation")!;

        await socket.SendAsync("""{"type":"stop"}""");
        (await socket.ReceiveToAsync("cancelled"))[^1].Text("generation").ShouldBe(second);
        await socket.SendAsync($$"""{"type":"stop","generation":"{{first}}"}""");
        (await socket.ReceiveToAsync("cancelled"))[^1].Text("generation").ShouldBe(first);
    }

    [Fact]
    public async Task Reading_again_from_an_earlier_event_repeats_from_there()
    {
        var id = await Client.StartLaterAsync();
        var call = await Provider.NextCallAsync();
        call.Text("a").Text("b");
        using var socket = await TestSocket.OpenAsync(Host, $"/v1/generations/{id}/events");
        for (var i = 0; i < 3; i++)
            await socket.ReceiveAsync();

        await socket.SendAsync($$"""{"type":"read","generation":"{{id}}","after":1}""");
        (await socket.ReceiveAsync()).Number("seq").ShouldBe(2);
        (await socket.ReceiveAsync()).Number("seq").ShouldBe(3);
        call.Text("c");
        (await socket.ReceiveAsync()).Number("seq").ShouldBe(4);
        call.Finish();
        (await socket.ReceiveAsync()).Text("type").ShouldBe("completed");
    }

    [Theory]
    [InlineData("{", "invalid_request")]
    [InlineData("[]", "invalid_request")]
    [InlineData("""{"type":"dance"}""", "invalid_request")]
    [InlineData("""{"type":7}""", "invalid_request")]
    [InlineData("""{"prompt":"x"}""", "invalid_request")]
    [InlineData("""{"type":"stop"}""", "invalid_request")]
    [InlineData("""{"type":"start"}""", "invalid_request")]
    [InlineData("""{"type":"start","prompt":"x","foo":1}""", "invalid_request")]
    [InlineData("""{"type":"start","prompt":"x","model":"nobody/x"}""", "not_found")]
    [InlineData("""{"type":"read","generation":"gen_0"}""", "not_found")]
    [InlineData("""{"type":"read"}""", "invalid_request")]
    [InlineData("""{"type":"stop","generation":"gen_0"}""", "not_found")]
    public async Task A_message_that_is_wrong_is_answered_and_the_socket_goes_on(string message, string code)
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations");

        await socket.SendAsync(message);
        (await socket.ErrorAsync()).ShouldBe(code);

        await socket.SendAsync("""{"type":"start","prompt":"x"}""");
        (await socket.ReceiveAsync()).Text("type").ShouldBe("started");
    }

    [Fact]
    public async Task A_busy_session_over_a_socket_says_who_is_in_the_way()
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations");
        await socket.SendAsync("""{"type":"start","prompt":"x","session":"s"}""");
        var first = (await socket.ReceiveAsync()).Text("generation");
        await socket.SendAsync("""{"type":"start","prompt":"x","session":"s","on_busy":"reject"}""");

        var error = await socket.ReceiveAsync();

        (error.GetProperty("error").Text("code"), error.Text("generation")).ShouldBe(("session_busy", first));
    }

    [Fact]
    public async Task A_message_in_pieces_is_one_message()
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations");
        var message = Encoding.UTF8.GetBytes($$"""{"type":"start","prompt":"{{new string('ä', 10_000)}}"}""");
        foreach (var piece in message.Chunk(777))
            await socket.Socket.SendAsync(piece, WebSocketMessageType.Text, endOfMessage: false, Ending);
        await socket.Socket.SendAsync(Array.Empty<byte>(), WebSocketMessageType.Text, endOfMessage: true, Ending);

        (await socket.ReceiveAsync()).Text("type").ShouldBe("started");
        (await Provider.NextCallAsync()).Request.Messages.Single().Content.ShouldBe(new string('ä', 10_000));
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_answered_and_ends_the_socket()
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations");

        await socket.SendAsync($$"""{"type":"start","prompt":"{{new string('x', 70_000)}}"}""");

        (await socket.ErrorAsync()).ShouldBe("request_too_large");
        (await socket.ClosedAsync()).ShouldBe(WebSocketCloseStatus.MessageTooBig);
    }

    [Fact]
    public async Task A_binary_message_is_answered_and_ends_the_socket()
    {
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations");

        await socket.SendAsync([1, 2, 3], WebSocketMessageType.Binary);

        (await socket.ErrorAsync()).ShouldBe("invalid_request");
        (await socket.ClosedAsync()).ShouldBe(WebSocketCloseStatus.InvalidMessageType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Losing_a_socket_is_losing_a_reader_of_everything_it_read(bool politely)
    {
        Options.Readers.Grace = TimeSpan.Zero;
        await using var relay = new TcpRelay(Host.BaseAddress.Port);
        using var socket = await TestSocket.OpenAsync(Host, "/v1/generations", address: relay.Address);
        var connection = await relay.NextConnectionAsync();
        var calls = new List<(ScriptedCall Call, string? Generation)>();
        for (var i = 0; i < 3; i++)
        {
            await socket.SendAsync("""{"type":"start","prompt":"x","on_disconnect":"cancel"}""");
            calls.Add((await Provider.NextCallAsync(), (await socket.ReceiveAsync()).Text("generation")));
        }

        if (politely)
            await socket.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ending).InTime();
        else
            connection.Cut(reset: true);

        foreach (var (call, generation) in calls)
        {
            await call.Cancelled.InTime();
            (await Client.CallAsync(Get($"/v1/generations/{generation}"))).Json.Text("reason").ShouldBe("disconnect");
        }
        if (politely)
            socket.Socket.CloseStatus.ShouldBe(WebSocketCloseStatus.NormalClosure);
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_up_nobody_and_misses_nothing()
    {
        using var slow = await TestSocket.OpenAsync(Host, "/v1/generations");
        await slow.SendAsync("""{"type":"start","prompt":"x"}""");
        var call = await Provider.NextCallAsync();
        var id = (await slow.ReceiveAsync()).Text("generation")!;
        using var quick = await Client.OpenAsync(Get($"/v1/generations/{id}/events"));
        var piece = new string('x', 1000);
        // More than the sockets' own buffers hold.
        for (var i = 0; i < 3000; i++)
            call.Text(piece);
        call.Finish();

        (await quick.EventsAsync()).Count.ShouldBe(3002);
        var frames = await slow.ReceiveToAsync("completed");
        frames.ConvertAll(frame => frame.Number("seq")).ShouldBe(Enumerable.Range(2, 3001));
    }

    [Theory]
    [InlineData("?after=x", 400)]
    [InlineData("?after=99", 404)]
    public async Task A_cursor_that_is_wrong_is_a_status_before_the_upgrade(string query, int status)
    {
        var id = await Client.StartLaterAsync();
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Should.ThrowAsync<WebSocketException>(() => socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Host.BaseAddress.Port}/v1/generations/{id}/events{query}"), Ending).InTime());

        ((int)socket.HttpStatusCode).ShouldBe(status);
    }
}
