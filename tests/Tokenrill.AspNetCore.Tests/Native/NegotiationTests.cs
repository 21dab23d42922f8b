using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class NegotiationTests : NativeTest
{
    private const string Sse = "text/event-stream", Ndjson = "application/x-ndjson", Json = "application/json";

    [Theory]
    [InlineData(null, Sse)]
    [InlineData("*/*", Sse)]
    [InlineData("text/event-stream", Sse)]
    [InlineData("TEXT/Event-Stream", Sse)]
    [InlineData("text/*", Sse)]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", Sse)]
    [InlineData("application/x-ndjson", Ndjson)]
    [InlineData("application/json", Json)]
    [InlineData("application/json; charset=utf-8", Json)]
    [InlineData("application/json, text/plain, */*", Json)]
    [InlineData("application/json, text/event-stream", Sse)]
    [InlineData("application/json, text/event-stream;q=0.9", Json)]
    [InlineData("text/event-stream;q=0.5, application/x-ndjson;q=0.8, application/json;q=0.7", Ndjson)]
    [InlineData("text/event-stream;q=0, */*", Ndjson)]
    [InlineData("*/*, application/x-ndjson;q=0, text/event-stream;q=0", Json)]
    [InlineData("text/html", Sse)]
    [InlineData("image/png;q=1", Sse)]
    [InlineData("not a media type", Sse)]
    public async Task Accept_chooses_the_form_and_nobody_is_refused(string? accept, string form)
    {
        Provider.OnCall = static call => call.Text("x").Finish();
        var request = Post("/v1/generations", Hello);
        if (accept is not null)
            request.Accepting(accept);

        using var response = await Client.OpenAsync(request);

        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(form);
        using var events = await Client.OpenAsync(accept is null ? Get($"{response.Headers.Location}/events") : Get($"{response.Headers.Location}/events").Accepting(accept));
        ((int)events.StatusCode).ShouldBe(200);
        events.Content.Headers.ContentType!.MediaType.ShouldBe(form);
    }
}
