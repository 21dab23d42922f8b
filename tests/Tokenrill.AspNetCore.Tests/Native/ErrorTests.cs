using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static Tokenrill.AspNetCore.Tests.Native.NativeCalls;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class ErrorTests : NativeTest
{
    public override async ValueTask InitializeAsync()
    {
        // Behind the error handling, as a fault of an endpoint of ours would be.
        _faulty = await TestHost.StartAsync(ModelCatalogs.Of(("scripted", Provider)), map: static app =>
        {
            app.MapGet("/v1/throws", static (HttpContext _) => throw new InvalidOperationException("secret of the server"));
            app.MapGet("/v1/breaks", static async (HttpContext context) =>
            {
                await context.Response.WriteAsync("half", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                throw new InvalidOperationException("secret of the server");
            });
        });
        await base.InitializeAsync();
    }

    private TestHost? _faulty;

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _faulty!.DisposeAsync();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/nothing", 404, "not_found")]
    [InlineData("/v1/generations/gen_0/nothing", 404, "not_found")]
    [InlineData("/v1/generations/gen_0", 404, "not_found")]
    [InlineData("/v1/generations/gen_0/events", 404, "not_found")]
    public async Task What_is_not_there_is_a_problem(string path, int status, string code)
    {
        using var response = await Client.OpenAsync(Get(path));
        var problem = await response.JsonAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        ((int)response.StatusCode, problem.Text("code"), problem.Number("status")).ShouldBe((status, code, status));
        problem.Text("type").ShouldBe("about:blank");
        problem.Text("title").ShouldBe("Not Found");
        problem.Text("id")!.ShouldStartWith("err_");
        problem.GetProperty("retryable").GetBoolean().ShouldBeFalse();
        problem.Text("detail").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_method_that_a_path_does_not_take_is_405_and_says_which_it_takes()
    {
        using var response = await Client.OpenAsync(new HttpRequestMessage(HttpMethod.Delete, "/v1/generations"));

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET", "POST"], ignoreOrder: true);
        (await response.JsonAsync()).Text("detail")!.ShouldContain("POST");
    }

    [Fact]
    public async Task A_fault_of_the_server_says_nothing_but_its_id_and_the_log_has_the_rest()
    {
        var (status, problem) = await _faulty!.Client.CallAsync(Get("/v1/throws"));

        (status, problem.Text("code")).ShouldBe((500, "internal"));
        problem.ToString().ShouldNotContain("secret");
        problem.ToString().ShouldNotContain("   at ");
        (await _faulty.Log.LineAsync(problem.Text("id")!)).ShouldContain("secret of the server");
    }

    [Fact]
    public async Task A_response_that_breaks_does_not_end_as_if_it_were_complete()
    {
        // When it breaks depends on which is quicker, the bytes or the reset; that it breaks does not.
        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            using var response = await _faulty!.Client.OpenAsync(Get("/v1/breaks"));
            await response.TextAsync();
        });
        (await _faulty!.Log.LineAsync("/v1/breaks")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(ErrorCode.ProviderUnavailable)]
    [InlineData(ErrorCode.ProviderRejected)]
    [InlineData(ErrorCode.ProviderProtocol)]
    [InlineData(ErrorCode.Internal)]
    public async Task No_error_shows_the_provider_or_the_code(ErrorCode code)
    {
        Provider.OnCall = call => call.Fail(new ProviderException(code, "POST https://api.secret.example/v1 with sk-secret", new InvalidOperationException("inner secret")));

        using var streamed = await Client.OpenAsync(Post("/v1/generations", Hello));
        var (status, problem) = await Client.CallAsync(Post("/v1/generations", Hello).Accepting("application/json"));

        (status, problem.Text("code")).ShouldBe((code.Info().Status, code.Info().Name));
        foreach (var answer in new[] { await streamed.TextAsync(), problem.ToString() })
        {
            answer.ShouldContain(code.Info().Message);
            answer.ShouldNotContain("secret");
            answer.ShouldNotContain("Exception");
            answer.ShouldNotContain("   at ");
        }
    }
}
