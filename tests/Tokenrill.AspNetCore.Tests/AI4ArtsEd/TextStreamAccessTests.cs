using System.Net;
using Tokenrill.AspNetCore.Tests.Native;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.AI4ArtsEd;

public sealed class TextStreamAccessTests : NativeTest
{
    private const string Page = "http://localhost:5173", Stage1 = "/api/text_stream/stage1/run?text=Hund";

    public TextStreamAccessTests()
    {
        Http = new() { Keys = [Ada], Cors = new() { Origins = [Page] } };
        Options.Limits.RequestsPerMinute = 2;
        Provider.OnCall = static call => call.Accept().Finish();
    }

    [Fact]
    public async Task A_page_is_named_exactly_once_in_the_preflight_the_stream_and_the_refusal()
    {
        using var preflight = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Options, Stage1)
            .With("Origin", Page).With("Access-Control-Request-Method", "GET").With("Access-Control-Request-Headers", "last-event-id,cache-control"));
        using var stream = await Client.OpenAsync(Get(Stage1).With("Origin", Page).As(Ada));
        using var refused = await Client.OpenAsync(Get("/api/text_stream/stage1/run").With("Origin", Page).As(Ada));

        (preflight.StatusCode, stream.StatusCode, refused.StatusCode).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.OK, HttpStatusCode.OK));
        foreach (var response in new[] { preflight, stream, refused })
            response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
        (await refused.TextAsync()).ShouldContain("\"message\":\"text: is required");
    }

    [Fact]
    public async Task Too_many_requests_are_an_event_and_a_wrong_key_is_a_status()
    {
        using var nobody = await Client.OpenAsync(Get(Stage1));
        ((int)nobody.StatusCode).ShouldBe(401);
        for (var i = 0; i < 2; i++)
            (await (await Client.OpenAsync(Get(Stage1).As(Ada))).EventsAsync())[^1].Event.ShouldBe("complete");

        using var response = await Client.OpenAsync(Get(Stage1).As(Ada));
        ((int)response.StatusCode).ShouldBe(200);
        var error = (await response.EventsAsync()).ShouldHaveSingleItem();
        (error.Event, error.Json.Text("message"), error.Json.Text("stage")).ShouldBe(("error", "Too many requests; try again later.", "stage1"));
        using var again = await Client.OpenAsync(Get(Stage1).As(Ada).With("Last-Event-ID", error.Id!));
        ((int)again.StatusCode).ShouldBe(204);
    }
}
