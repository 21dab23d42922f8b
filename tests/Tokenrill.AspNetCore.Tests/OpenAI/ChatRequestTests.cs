using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Dialects.OpenAI;
using Tokenrill.Models;
using Tokenrill.Options;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

public sealed class ChatRequestTests
{
    private const string Messages = "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";
    private const string Tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"search\"}}]";

    public static TheoryData<string, string> Faults => new()
    {
        { "\"model\":5", "model" },
        { "\"stream\":\"yes\"", "stream" },
        { "\"stream_options\":{\"include_usage\":true}", "stream_options" },
        { "\"stream\":true,\"stream_options\":[]", "stream_options" },
        { "\"stream\":true,\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage" },
        { "\"stream\":true,\"stream_options\":{\"include_obfuscation\":true}", "stream_options.include_obfuscation" },
        { "\"stream\":true,\"stream_options\":{\"pace\":1}", "stream_options.pace" },
        { "\"max_tokens\":0", "max_tokens" },
        { "\"max_tokens\":\"9\"", "max_tokens" },
        { "\"max_completion_tokens\":0", "max_completion_tokens" },
        { "\"max_completion_tokens\":2.5", "max_completion_tokens" },
        { "\"max_completion_tokens\":3000000000", "max_completion_tokens" },
        { "\"max_tokens\":1,\"max_completion_tokens\":1", "max_completion_tokens" },
        { "\"temperature\":\"hot\"", "temperature" },
        { "\"temperature\":1e999", "temperature" },
        { "\"top_p\":true", "top_p" },
        { "\"stop\":5", "stop" },
        { "\"stop\":[\"a\",5]", "stop[1]" },
        { "\"seed\":1.5", "seed" },
        { "\"tools\":{}", "tools" },
        { "\"tools\":[{\"type\":\"custom\",\"custom\":{}}]", "tools[0].type" },
        { "\"tools\":[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name" },
        { "\"tool_choice\":\"auto\"", "tool_choice" },
        { Tools + ",\"tool_choice\":\"maybe\"", "tool_choice" },
        { Tools + ",\"tool_choice\":{\"type\":\"function\"}", "tool_choice.function" },
        { "\"response_format\":\"json\"", "response_format" },
        { "\"response_format\":{}", "response_format.type" },
        { "\"metadata\":[]", "metadata" },
        { "\"metadata\":{\"a\":1}", "metadata.a" },
        { "\"n\":2", "n" },
        { "\"store\":true", "store" },
        { "\"user\":7", "user" },
        { "\"logprobs\":true", "logprobs" },
        { "\"top_logprobs\":3", "top_logprobs" },
        { "\"functions\":[]", "functions" },
        { "\"function_call\":\"auto\"", "function_call" },
        { "\"modalities\":[\"text\",\"audio\"]", "modalities" },
        { "\"audio\":{\"voice\":\"alloy\"}", "audio" },
        { "\"prediction\":{}", "prediction" },
        { "\"web_search_options\":{}", "web_search_options" },
        { "\"presence_penalty\":3", "presence_penalty" },
        { "\"frequency_penalty\":\"0\"", "frequency_penalty" },
        { "\"logit_bias\":[]", "logit_bias" },
        { "\"reasoning_effort\":1", "reasoning_effort" },
        { "\"parallel_tool_calls\":0", "parallel_tool_calls" },
        { "\"temprature\":1", "temprature" },
    };

    public static TheoryData<string, string> MessageFaults => new()
    {
        { "\"messages\":\"hi\"", "messages" },
        { "\"messages\":[5]", "messages[0]" },
        { "\"messages\":[{\"content\":\"x\"}]", "messages[0].role" },
        { "\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]", "messages[0].role" },
        { "\"messages\":[{\"role\":\"user\"}]", "messages[0].content" },
        { "\"messages\":[{\"role\":\"user\",\"content\":null}]", "messages[0].content" },
        { "\"messages\":[{\"role\":\"assistant\",\"content\":\"x\",\"function_call\":{\"name\":\"f\"}}]", "messages[0].function_call" },
        { "\"messages\":[{\"role\":\"assistant\",\"content\":\"x\",\"audio\":{\"id\":\"a\"}}]", "messages[0].audio" },
        { "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]", "messages[0].content[0].type" },
        { "\"messages\":[{\"role\":\"tool\",\"content\":\"x\"}]", "messages[0].tool_call_id" },
    };

    [Theory, MemberData(nameof(Faults))]
    public void A_member_that_cannot_be_had_is_refused_by_its_name(string members, string field) =>
        Should.Throw<TokenrillException>(() => Read($"{{{Messages},{members}}}")).Field.ShouldBe(field);

    [Theory, MemberData(nameof(MessageFaults))]
    public void A_message_that_is_wrong_is_refused_with_its_place(string messages, string field)
    {
        var fault = Should.Throw<TokenrillException>(() => Read($"{{{messages}}}"));
        fault.Field.ShouldBe(field);
        fault.Code.ShouldBe(ErrorCode.InvalidRequest);
    }

    [Fact]
    public void Everything_that_is_understood_reaches_the_engine()
    {
        var asked = Read("""
            {"model":"ollama/llama3:8b","messages":[
              {"role":"developer","content":"Be brief."},
              {"role":"user","name":"ann","content":[{"type":"text","text":"What is "},{"type":"text","text":"this?"},{"type":"image_url","image_url":{"url":"https://example.org/a.png","detail":"low"}}]},
              {"role":"assistant","content":null,"refusal":null,"annotations":[],"audio":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"call_1","content":"a cat"}],
             "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},
             "max_completion_tokens":5,"temperature":0.5,"top_p":0.9,"stop":"END","seed":-7,
             "tools":[{"type":"function","function":{"name":"look","description":"Looks.","parameters":{"type":"object"},"strict":true}}],
             "tool_choice":{"type":"function","function":{"name":"look"}},
             "response_format":{"type":"json_object"},"metadata":{"a":"b"}}
            """);

        var ask = asked.Generation.Ask;
        asked.Stream.ShouldBeTrue();
        asked.IncludeUsage.ShouldBeTrue();
        ask.Model.ShouldBe("ollama/llama3:8b");
        ask.Messages.Select(message => message.Role).ShouldBe([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.Tool]);
        ask.Messages[1].Content.ShouldBe("What is this?");
        ask.Messages[1].Name.ShouldBe("ann");
        ask.Messages[1].Parts![2].ShouldBe(new ImagePart("https://example.org/a.png", "low"));
        ask.Messages[2].ToolCalls.ShouldBe([new ToolCallContent("call_1", "look", "{}")]);
        ask.Messages[3].ToolCallId.ShouldBe("call_1");
        (ask.MaxTokens, ask.Temperature, ask.TopP, ask.Seed).ShouldBe((5, 0.5, 0.9, -7));
        ask.Stop.ShouldBe(["END"]);
        ask.Tools!.Single().Strict.ShouldBe(true);
        ask.ToolChoice!.Value.GetProperty("function").GetProperty("name").GetString().ShouldBe("look");
        ask.ResponseFormat!.Value.GetProperty("type").GetString().ShouldBe("json_object");
        ask.Extra.ShouldBeEmpty();
        asked.Generation.Metadata!["a"].ShouldBe("b");
    }

    [Fact]
    public void A_client_that_cannot_resume_cancels_by_leaving()
    {
        var generation = Read($"{{{Messages}}}").Generation;

        generation.OnDisconnect.ShouldBe(OnDisconnect.Cancel);
        generation.Grace.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Sampling_members_are_passed_on_as_they_were_written()
    {
        var extra = Read($"{{{Messages},\"presence_penalty\":0.50,\"frequency_penalty\":-1,\"logit_bias\":{{\"50256\":-100}},\"reasoning_effort\":\"low\",\"verbosity\":\"high\",\"parallel_tool_calls\":false,\"service_tier\":\"flex\"}}")
            .Generation.Ask.Extra;

        extra.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $"{item.Key}={item.Value.GetRawText()}").ShouldBe(
            ["frequency_penalty=-1", "logit_bias={\"50256\":-100}", "parallel_tool_calls=false", "presence_penalty=0.50", "reasoning_effort=\"low\"", "service_tier=\"flex\"", "verbosity=\"high\""]);
    }

    [Fact]
    public void Members_that_say_what_is_done_anyway_do_not_trouble_the_provider()
    {
        var ask = Read($$"""
            {{{Messages}},"n":1,"store":false,"user":"u","safety_identifier":"s","prompt_cache_key":"k","prompt_cache_retention":"24h",
             "service_tier":"auto","logprobs":false,"top_logprobs":0,"modalities":["text"],"presence_penalty":0,"frequency_penalty":0.0,
             "logit_bias":{},"parallel_tool_calls":true,"response_format":{"type":"text"},"tools":[],"functions":null,"whatever":null}
            """).Generation.Ask;

        ask.Extra.ShouldBeEmpty();
        ask.ResponseFormat.ShouldBeNull();
        ask.Tools.ShouldBeNull();
    }

    [Fact]
    public void A_request_that_names_no_model_means_the_default() =>
        Read($"{{{Messages}}}").Generation.Ask.Model.ShouldBe(ModelCatalog.DefaultAlias);

    [Theory, InlineData("[]"), InlineData("\"x\""), InlineData("5")]
    public void A_body_that_is_no_object_is_refused(string body) =>
        Should.Throw<TokenrillException>(() => Read(body)).Code.ShouldBe(ErrorCode.InvalidRequest);

    private static ChatCompletionRequest Read(string json) =>
        ChatCompletionReader.Read(JsonSerializer.Deserialize(json, BodyJson.Default.JsonElement));
}
