using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Tokenrill.AspNetCore.Security;
using Tokenrill.Providers.Simulator;
using Tokenrill.Server.Hosting;
using Tokenrill.TestKit;

namespace Tokenrill.Server.Tests.Hosting;

public sealed partial class PagesTests : IDisposable
{
    private readonly BuiltUI _ui = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _ui.Dispose();

    [Fact]
    public async Task The_web_UI_is_at_the_root_and_the_plain_page_beside_it()
    {
        await using var host = await StartAsync();
        (await host.Client.GetStringAsync("/", Cancellation)).ShouldBe(BuiltUI.ContentOf(BuiltUI.Index));
        (await host.Client.GetStringAsync("/plain/", Cancellation)).ShouldContain("Your prompt");
        using var led = await host.Client.GetAsync("/plain", Cancellation);
        led.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/plain/");
    }

    [Fact]
    public async Task Where_no_web_UI_was_built_the_plain_page_is_at_the_root_too()
    {
        _ui.Delete(BuiltUI.Index);
        await using var host = await StartAsync();
        (await host.Client.GetStringAsync("/", Cancellation)).ShouldContain("Your prompt");
        await using var without = await StartAsync("/nowhere/at/all");
        (await without.Client.GetStringAsync("/", Cancellation)).ShouldContain("Your prompt");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/plain/")]
    public async Task The_plain_page_finds_its_parts_from_wherever_it_is(string address)
    {
        await using var host = await StartAsync("/nowhere/at/all");
        var page = new Uri(host.BaseAddress, address);
        var parts = Reference().Matches(await host.Client.GetStringAsync(page, Cancellation)).Select(match => match.Groups[1].Value).ToArray();
        parts.Length.ShouldBe(4);
        foreach (var part in parts)
        {
            using var found = await host.Client.GetAsync(new Uri(page, part), Cancellation);
            found.StatusCode.ShouldBe(HttpStatusCode.OK, part);
            found.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        }
    }

    [Theory]
    [InlineData("/", "text/html", "no-cache")]
    [InlineData("/plain/", "text/html", "no-cache")]
    [InlineData(BuiltUI.Icon, "image/svg+xml", "no-cache")]
    [InlineData(BuiltUI.Script, "text/javascript", "public, max-age=31536000, immutable")]
    [InlineData(BuiltUI.Style, "text/css", "public, max-age=31536000, immutable")]
    [InlineData(BuiltUI.Picture, "image/png", "public, max-age=31536000, immutable")]
    public async Task Every_file_says_what_it_is_how_long_it_is_good_and_what_it_may_do(string address, string type, string caching)
    {
        await using var host = await StartAsync();
        foreach (var accepted in (string?[])[null, "br", "gzip"])
        {
            using var file = await SendAsync(host, HttpMethod.Get, address, accepted);
            file.StatusCode.ShouldBe(HttpStatusCode.OK);
            file.Content.Headers.ContentType!.MediaType.ShouldBe(type);
            file.Headers.GetValues("Cache-Control").Single().ShouldBe(caching);
            file.Headers.ETag.ShouldNotBeNull();
            file.Headers.Vary.ShouldBe(["Accept-Encoding"]);
            file.Headers.GetValues("Content-Security-Policy").Single().ShouldBe(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            file.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            file.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            file.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
        }
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("identity", null)]
    [InlineData("deflate, zstd", null)]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1, BR;q=0.2", "br")]
    [InlineData("gzip, deflate", "gzip")]
    [InlineData("gzip, br;q=0", "gzip")]
    [InlineData("br;q=0.0, gzip;q=0", null)]
    [InlineData("*", "br")]
    [InlineData("br;q=0, *;q=0.5", "gzip")]
    [InlineData("*;q=0", null)]
    public async Task A_compressed_form_is_sent_to_those_who_take_it(string? accepted, string? coding)
    {
        await using var host = await StartAsync();
        var ending = coding switch { "br" => ".br", "gzip" => ".gz", _ => "" };
        foreach (var (address, name) in ((string, string)[])[("/", BuiltUI.Index), (BuiltUI.Script, BuiltUI.Script), (BuiltUI.Icon, BuiltUI.Icon)])
        {
            using var file = await SendAsync(host, HttpMethod.Get, address, accepted);
            file.Content.Headers.ContentEncoding.ShouldBe(coding is null ? [] : [coding]);
            (await file.Content.ReadAsStringAsync(Cancellation)).ShouldBe(BuiltUI.ContentOf(name + ending));
        }
    }

    [Fact]
    public async Task What_was_not_compressed_is_sent_as_it_is()
    {
        _ui.Delete(BuiltUI.Style + ".br");
        await using var host = await StartAsync();
        using var picture = await SendAsync(host, HttpMethod.Get, BuiltUI.Picture, "br, gzip");
        picture.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await picture.Content.ReadAsStringAsync(Cancellation)).ShouldBe(BuiltUI.ContentOf(BuiltUI.Picture));
        using var style = await SendAsync(host, HttpMethod.Get, BuiltUI.Style, "br, gzip");
        style.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
    }

    [Fact]
    public async Task Nothing_but_pages_is_compressed()
    {
        await using var host = await StartAsync();
        using var models = await SendAsync(host, HttpMethod.Get, "/v1/models", "br, gzip");
        models.StatusCode.ShouldBe(HttpStatusCode.OK);
        models.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_form_of_a_file_has_an_ETag_of_its_own_and_is_not_sent_again_to_those_who_have_it()
    {
        await using var host = await StartAsync();
        string?[] forms = [null, "br", "gzip"];
        var tags = new List<EntityTagHeaderValue>();
        foreach (var accepted in forms)
        {
            using var file = await SendAsync(host, HttpMethod.Get, "/", accepted);
            tags.Add(file.Headers.ETag!);
        }
        tags.Distinct().Count().ShouldBe(3);
        foreach (var (accepted, mine) in forms.Zip(tags))
        {
            foreach (var tag in tags)
            {
                using var file = await SendAsync(host, HttpMethod.Get, "/", accepted, request => request.Headers.IfNoneMatch.Add(tag));
                file.StatusCode.ShouldBe(tag.Equals(mine) ? HttpStatusCode.NotModified : HttpStatusCode.OK);
                file.Headers.GetValues("Cache-Control").Single().ShouldBe("no-cache");
                file.Headers.Vary.ShouldBe(["Accept-Encoding"]);
            }
        }
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("br", ".br")]
    public async Task A_head_is_that_of_what_would_be_sent(string? accepted, string ending)
    {
        await using var host = await StartAsync();
        using var head = await SendAsync(host, HttpMethod.Head, BuiltUI.Script, accepted);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentEncoding.ShouldBe(accepted is null ? [] : [accepted]);
        head.Content.Headers.ContentLength.ShouldBe(BuiltUI.ContentOf(BuiltUI.Script + ending).Length);
        (await head.Content.ReadAsByteArrayAsync(Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_range_is_one_of_the_file_itself()
    {
        await using var host = await StartAsync();
        using var whole = await SendAsync(host, HttpMethod.Get, BuiltUI.Script, "br, gzip");
        whole.Headers.AcceptRanges.ShouldBeEmpty();
        using var part = await SendAsync(host, HttpMethod.Get, BuiltUI.Script, "br, gzip", request => request.Headers.Range = new RangeHeaderValue(5, 8));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        part.Content.Headers.ContentEncoding.ShouldBeEmpty();
        (await part.Content.ReadAsStringAsync(Cancellation)).ShouldBe(BuiltUI.ContentOf(BuiltUI.Script)[5..9]);
    }

    [Theory]
    [InlineData("/assets/index-00000000.js")]
    [InlineData(BuiltUI.Script + ".br")]
    [InlineData(BuiltUI.Script + ".gz")]
    [InlineData("/index.html.br")]
    [InlineData("/assets/")]
    [InlineData("/assets")]
    [InlineData("/some/where")]
    [InlineData("/plain/missing.js")]
    [InlineData("/assets/..%2f..%2fetc%2fpasswd.txt")]
    public async Task What_is_no_file_of_the_pages_is_not_found(string address)
    {
        await using var host = await StartAsync();
        foreach (var accepted in (string?[])[null, "br, gzip"])
        {
            using var missing = await SendAsync(host, HttpMethod.Get, address, accepted);
            missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await missing.Content.ReadAsStringAsync(Cancellation)).ShouldBeEmpty();
            missing.Headers.CacheControl.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/plain/")]
    [InlineData("/plain/page.js")]
    [InlineData(BuiltUI.Icon)]
    [InlineData(BuiltUI.Script)]
    public async Task A_server_with_keys_sends_them_to_everybody(string address)
    {
        await using var host = await StartAsync(http: new TokenrillHttpOptions { Keys = [new ApiKeyOptions { Name = "tester", Key = "a-key-for-this-test" }] });
        using var models = await host.Client.GetAsync("/v1/models", Cancellation);
        models.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var file = await host.Client.GetAsync(address, Cancellation);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<TestHost> StartAsync(string? ui = null, TokenrillHttpOptions? http = null) =>
        TestHost.StartAsync(ModelCatalogs.Of(("sim", new SimulatorProvider())), http: http, map: app => app.UsePages(ui ?? _ui.Folder));

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, HttpMethod method, string address, string? accepted, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, address);
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        change?.Invoke(request);
        return await host.Client.SendAsync(request, Cancellation).InTime();
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Reference();
}
