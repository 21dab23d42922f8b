using System.Net;
using System.Text.Json;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ChatRefusalTests
{
    private const string Key = "a-key-that-is-long-enough";

    [Fact]
    public async Task Bad_JSON_is_an_invalid_request()
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.SendAsync("{\"messages\":");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var error = await ChatHost.ErrorAsync(response);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("code").GetString().ShouldBe("invalid_request");
        error.GetProperty("param").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Theory]
    [InlineData(",\"logprobs\":true", "logprobs")]
    [InlineData(",\"temperature\":3", "temperature")]
    [InlineData(",\"top_p\":-1", "top_p")]
    [InlineData(",\"stop\":\"\"", "stop")]
    [InlineData(",\"colour\":\"red\"", "colour")]
    public async Task A_wrong_member_is_named_as_the_param(string more, string param)
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.SendAsync(ChatHost.Body(stream: true, more));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ChatHost.ErrorAsync(response)).GetProperty("param").GetString().ShouldBe(param);
        host.Provider.Calls.ShouldBeEmpty();
    }

    [Theory, InlineData("{\"messages\":[],\"n\":1,\"n\":1}"), InlineData("{\"messages\":[{\"role\":\"user\",\"role\":\"system\",\"content\":\"x\"}]}")]
    public async Task A_member_that_is_there_twice_is_refused(string body)
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.SendAsync(body);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ChatHost.ErrorAsync(response)).GetProperty("message").GetString()!.ShouldContain("twice");
    }

    [Fact]
    public async Task A_role_that_is_no_text_is_named_as_the_param()
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.SendAsync("""{"messages":[{"role":"\ud800","content":"x"}]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ChatHost.ErrorAsync(response)).GetProperty("param").GetString().ShouldBe("messages[0].role");
    }

    [Fact]
    public async Task A_request_without_messages_names_them()
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.SendAsync("{\"model\":\"scripted/model\"}");

        (await ChatHost.ErrorAsync(response)).GetProperty("param").GetString().ShouldBe("messages");
    }

    [Fact]
    public async Task A_wrong_header_is_named_as_the_param()
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.SendAsync(ChatHost.Body(stream: true), ("Tokenrill-On-Busy", "explode"));

        (await ChatHost.ErrorAsync(response)).GetProperty("param").GetString().ShouldBe("Tokenrill-On-Busy");
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_model_not_found()
    {
        await using var host = await ChatHost.StartAsync();
        using var response = await host.SendAsync("{\"model\":\"nowhere/model\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var error = await ChatHost.ErrorAsync(response);
        error.GetProperty("code").GetString().ShouldBe("model_not_found");
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
        error.GetProperty("param").GetString().ShouldBe("model");
    }

    [Fact]
    public async Task A_wrong_key_is_an_authentication_error()
    {
        await using var host = await ChatHost.StartAsync(http: new() { Keys = [new ApiKeyOptions { Name = "ann", Key = Key }] });
        using var response = await host.SendAsync(ChatHost.Body(stream: true), ("Authorization", "Bearer wrong"));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ShouldNotBeEmpty();
        var error = await ChatHost.ErrorAsync(response);
        error.GetProperty("type").GetString().ShouldBe("authentication_error");
        error.GetProperty("code").GetString().ShouldBe("invalid_api_key");
    }

    [Fact]
    public async Task One_request_too_many_is_a_rate_limit_error_that_says_when_to_come_back()
    {
        await using var host = await ChatHost.StartAsync(new TokenrillOptions { Limits = { RequestsPerMinute = 1 } });
        host.Provider.OnCall = static call => call.Accept().Finish();
        using var first = await host.SendAsync(ChatHost.Body(stream: false));
        using var second = await host.SendAsync(ChatHost.Body(stream: false));

        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.RetryAfter!.Delta!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
        var error = await ChatHost.ErrorAsync(second);
        error.GetProperty("type").GetString().ShouldBe("rate_limit_error");
        error.GetProperty("code").GetString().ShouldBe("rate_limit_exceeded");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var host = await ChatHost.StartAsync(new TokenrillOptions { Limits = { RequestBytes = 1024 } });
        using var response = await host.SendAsync(ChatHost.Body(stream: true, $",\"user\":\"{new string('x', 2000)}\""));

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ChatHost.ErrorAsync(response)).GetProperty("code").GetString().ShouldBe("request_too_large");
    }

    [Fact]
    public async Task What_a_provider_cannot_do_is_refused_by_name()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.Support = static ask => throw TokenrillException.Invalid(ask.Extra.Keys.Single(), "is not known to this provider");
        using var response = await host.SendAsync(ChatHost.Body(stream: true, ",\"reasoning_effort\":\"low\""));

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ChatHost.ErrorAsync(response)).GetProperty("param").GetString().ShouldBe("reasoning_effort");
    }

    [Fact]
    public async Task A_fault_of_the_server_shows_an_id_and_nothing_else()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.Support = static _ => throw new InvalidOperationException("secret detail");
        using var response = await host.SendAsync(ChatHost.Body(stream: true));

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var message = (await ChatHost.ErrorAsync(response)).GetProperty("message").GetString()!;
        message.ShouldMatch(@"^Something went wrong on the server\. \(err_[0-9a-f]+\)$");
        (await host.Server.Log.LineAsync(message[message.IndexOf("err_", StringComparison.Ordinal)..^1])).ShouldContain("secret detail");
    }
}
