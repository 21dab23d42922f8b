using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Tests.Native;

public sealed class EncoderTests : IDisposable
{
    private readonly TestEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Ndjson_is_to_the_letter()
    {
        var generation = await AnswerAsync();

        Encode(generation, new NativeNdjsonEncoder()).Replace(generation.Id, "gen_X", StringComparison.Ordinal).ShouldBe("""
            {"seq":1,"type":"started","generation":"gen_X","session":"s \"1\"","model":"scripted/model","at":"2026-01-01T01:00:00.000Z"}
            {"seq":2,"type":"status","status":"thinking"}
            {"seq":3,"type":"reasoning","text":"hm"}
            {"seq":4,"type":"text","text":"Hel"}
            {"seq":5,"type":"text","text":"lo\n\"\\\u0000\r\t😀"}
            {"seq":6,"type":"tool_call","index":0,"id":"call_1","name":"search","arguments":"{\"q\":"}
            {"seq":7,"type":"tool_call","index":0,"arguments":"1}"}
            {"seq":8,"type":"usage","input_tokens":12,"output_tokens":34,"reasoning_tokens":5}
            {"seq":9,"type":"completed","finish_reason":"stop","stats":{"first_token_ms":200,"duration_ms":1200,"tokens_per_second":33,"characters":12,"chunks":5}}

            """);
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00.0000000+00:00", "2026-01-31T12:00:00.000Z")]
    [InlineData("2026-12-01T01:02:03.0459999+02:00", "2026-11-30T23:02:03.045Z")]
    public void A_moment_is_sent_to_the_millisecond_in_UTC(string moment, string sent) =>
        WireTime.Of(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture)).ShouldBe(sent);

    [Fact]
    public async Task Sse_is_to_the_letter()
    {
        var generation = await AnswerAsync();
        var output = new ArrayBufferWriter<byte>();
        var encoder = new NativeSseEncoder(generation.Id);
        encoder.Begin(output);
        encoder.Encode(generation.Log[4], output);
        encoder.Encode(generation.Log[6], output);
        encoder.Heartbeat(output);

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe(
            "retry: 1000\n\n" +
            $"id: {generation.Id}:4\nevent: text\ndata: {{\"seq\":4,\"type\":\"text\",\"text\":\"Hel\"}}\n\n" +
            $"id: {generation.Id}:6\nevent: tool_call\ndata: {{\"seq\":6,\"type\":\"tool_call\",\"index\":0,\"id\":\"call_1\",\"name\":\"search\",\"arguments\":\"{{\\\"q\\\":\"}}\n\n" +
            ":\n\n");
    }

    [Fact]
    public async Task Every_kind_of_end_is_to_the_letter()
    {
        var (failed, call) = await _engine.StartCallAsync();
        call.Fail(ErrorCode.ProviderRateLimited, retryAfter: TimeSpan.FromSeconds(1.5));
        await failed.CleanedUpAsync();
        var cancelled = await _engine.StartAsync();
        cancelled.Stop();
        var superseded = await _engine.StartAsync();
        superseded.SupersededBy("gen_Y");
        var interrupted = await _engine.StartAsync();
        await _engine.Service.ShutDownAsync(TestContext.Current.CancellationToken);

        var error = ((FailedDetail)failed.Log[2].Detail).Error;
        Last(failed).ShouldBe($$$"""{"seq":2,"type":"failed","error":{"code":"provider_rate_limited","message":"The model provider is busy; try again later.","id":"{{{error.Id}}}","retryable":true,"retry_after":1.5},"stats":{"duration_ms":0,"characters":0,"chunks":0}}""");
        Last(cancelled).ShouldBe("""{"seq":2,"type":"cancelled","reason":"stop"}""");
        Last(superseded).ShouldBe("""{"seq":2,"type":"superseded","by":"gen_Y"}""");
        Last(interrupted).ShouldBe("""{"seq":2,"type":"interrupted"}""");
    }

    [Fact]
    public async Task A_switch_of_models_names_the_new_one()
    {
        var second = new ScriptedProvider();
        using var engine = new TestEngine(models: ModelCatalogs.Of(("one", _engine.Provider), ("two", second)));
        var generation = await engine.StartAsync();
        (await _engine.Provider.NextCallAsync()).Fail(ErrorCode.ProviderUnavailable);
        await second.NextCallAsync();

        Last(generation).ShouldBe("""{"seq":2,"type":"status","status":"switched","model":"two/model"}""");
    }

    [Theory]
    [InlineData("sse")]
    [InlineData("ndjson")]
    [InlineData("socket")]
    public async Task Any_text_comes_back_as_it_was(string framing)
    {
        var random = new Random(4711);
        var (generation, call) = await _engine.StartCallAsync();
        var said = new List<string>();
        for (var i = 0; i < 2000; i++)
        {
            said.Add(AnyText(random));
            call.Text(said[^1]);
        }
        var id = Encoding.UTF8.GetBytes(generation.Id);
        var heard = new List<string>(said.Count);
        for (var sequence = 2; sequence <= generation.Log.LastSequence; sequence++)
        {
            var output = new ArrayBufferWriter<byte>();
            var json = framing switch
            {
                "sse" => await FromSseAsync(generation, sequence, output),
                "ndjson" => FromNdjson(generation.Log[sequence], output),
                _ => FromSocket(generation.Log[sequence], id, output),
            };
            json.Number("seq").ShouldBe(sequence);
            heard.Add(json.Text("text")!);
        }

        heard.ShouldBe(said);
    }

    [Fact]
    public async Task A_token_costs_no_allocation()
    {
        var (generation, call) = await _engine.StartCallAsync();
        call.Text("a token with \"quotes\" and ä").Reasoning("hm").ToolCall(0, "call_1", "search", "{").ToolCall(0, "", "", "}");
        var output = new ArrayBufferWriter<byte>(1 << 16);
        IStreamEncoder[] encoders = [new NativeSseEncoder(generation.Id), new NativeNdjsonEncoder()];
        Measure(generation.Log, encoders, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Measure(generation.Log, encoders, output);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Measure(GenerationLog log, IStreamEncoder[] encoders, ArrayBufferWriter<byte> output)
    {
        foreach (var encoder in encoders)
        {
            output.ResetWrittenCount();
            encoder.Encode(log[2], output);
            encoder.Encode(log[3], output);
            encoder.Encode(log[5], output);
            encoder.Heartbeat(output);
        }
    }

    private static async Task<JsonElement> FromSseAsync(Generation generation, int sequence, ArrayBufferWriter<byte> output)
    {
        new NativeSseEncoder(generation.Id).Encode(generation.Log[sequence], output);
        using var stream = new MemoryStream(output.WrittenSpan.ToArray());
        var blocks = new List<SseEvent>();
        await foreach (var next in SseClient.ReadAsync(stream, TestContext.Current.CancellationToken))
            blocks.Add(next);
        (blocks.Single().Id, blocks.Single().Event).ShouldBe(($"{generation.Id}:{sequence}", "text"));
        return blocks.Single().Json;
    }

    private static JsonElement FromNdjson(in LogEvent next, ArrayBufferWriter<byte> output)
    {
        new NativeNdjsonEncoder().Encode(next, output);
        output.WrittenSpan.Count((byte)'\n').ShouldBe(1);
        return JsonSerializer.Deserialize<JsonElement>(output.WrittenSpan);
    }

    private static JsonElement FromSocket(in LogEvent next, byte[] generation, ArrayBufferWriter<byte> output)
    {
        var utf8 = new Utf8Output(output);
        NativeEventJson.Write(next, ref utf8, generation);
        utf8.Commit();
        return JsonSerializer.Deserialize<JsonElement>(output.WrittenSpan);
    }

    private static string AnyText(Random random)
    {
        string[] odd = ["\0", "\r", "\n", "\r\n", "\n\n", "\"", "\\", "\u2028", "\u2029", "\u0085", "\uFEFF", "\x7F", "data: x", ":", "😀", "👩‍👩‍👧", "é", "\u0301", "</script>", "{\"seq\":1}", " ", "\x1F", "\uFFFD", "\uFFFF"];
        var text = new StringBuilder();
        do
        {
            if (random.Next(3) == 0)
                text.Append(odd[random.Next(odd.Length)]);
            else
                text.Append(new Rune(random.Next(0x20, 0xD800)));
        }
        while (random.Next(6) != 0);
        return text.ToString();
    }

    /// <summary>One generation that says something of every kind, 200 ms to its first token and 1.2 s in all.</summary>
    private async Task<Generation> AnswerAsync()
    {
        var (generation, call) = await _engine.StartCallAsync(Requests.In("s \"1\""));
        call.Accept();
        _engine.Time.Advance(TimeSpan.FromMilliseconds(200));
        call.Reasoning("hm").Text("Hel").Text("lo\n\"\\\0\r\t😀").ToolCall(0, "call_1", "search", "{\"q\":");
        _engine.Time.Advance(TimeSpan.FromSeconds(1));
        call.ToolCall(0, "", "", "1}").Usage(12, 34, 5).Finish();
        using var reader = generation.Attach();
        await SeenEvent.FollowAsync(reader).InTime();
        return generation;
    }

    private static string Encode(Generation generation, IStreamEncoder encoder)
    {
        var output = new ArrayBufferWriter<byte>();
        encoder.Begin(output);
        for (var sequence = 1; sequence <= generation.Log.LastSequence; sequence++)
            encoder.Encode(generation.Log[sequence], output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Last(Generation generation)
    {
        var output = new ArrayBufferWriter<byte>();
        new NativeNdjsonEncoder().Encode(generation.Log[generation.Log.LastSequence], output);
        return Encoding.UTF8.GetString(output.WrittenSpan).TrimEnd('\n');
    }
}
