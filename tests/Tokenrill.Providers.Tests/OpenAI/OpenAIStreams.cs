using System.Text;

namespace Tokenrill.Providers.Tests.OpenAI;

/// <summary>What OpenAI-compatible servers send.</summary>
internal static class OpenAIStreams
{
    private const string Stop = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    public static readonly Dictionary<string, StreamCase> All = new()
    {
        ["OpenAI"] = new(Events(
            """{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null}""",
            Text("Hel"), Text("lo"), Stop,
            """{"id":"c","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":7,"total_tokens":16,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":2,"x":{"y":[1]}}}}""",
            "[DONE]"), "text:Hel", "text:lo", "finish:Stop", "usage:9/7/2/4"),
        ["role_only_with_null_content"] = new(Events("""{"choices":[{"index":0,"delta":{"role":"assistant","content":null}}]}""", Text("a"), Stop, "[DONE]"), "text:a", "finish:Stop"),
        ["role_only_without_content"] = new(Events("""{"choices":[{"index":0,"delta":{"role":"assistant"}}]}""", Text("a"), Stop, "[DONE]"), "text:a", "finish:Stop"),
        ["Azure_filter_results_in_empty_choices"] = new(Events("""{"choices":[],"prompt_filter_results":[{"prompt_index":0}]}""", Text("a"), Stop, "[DONE]"), "text:a", "finish:Stop"),
        ["null_choices_and_null_delta"] = new(Events("""{"choices":null}""", """{"choices":[{"index":0,"delta":null}]}""", "{}", Text("a"), Stop, "[DONE]"), "text:a", "finish:Stop"),
        ["interleaved_choices"] = new(Events(
            """{"choices":[{"index":1,"delta":{"content":"no"}},{"index":0,"delta":{"content":"yes"}}]}""",
            """{"choices":[{"delta":{"content":"no"},"index":1}]}""", """{"choices":[{"delta":{"content":"!"},"finish_reason":"stop","index":0}]}""",
            """{"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}""", "[DONE]"), "text:yes", "text:!", "finish:Stop"),
        ["reason_before_the_delta_it_ends"] = new(Events("""{"choices":[{"finish_reason":"length","index":0,"delta":{"content":"last"}}]}""", "[DONE]"), "text:last", "finish:Length"),
        ["usage_beside_the_reason"] = new(Events("""{"usage":{"prompt_tokens":1,"completion_tokens":2},"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", "[DONE]"), "usage:1/2/0/0", "text:a", "finish:Stop"),
        ["usage_in_every_chunk"] = new(Events("""{"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""", """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""", "[DONE]"), "text:a", "usage:1/1/0/0", "finish:Stop", "usage:1/2/0/0"),
        ["usage_in_the_choice"] = new(Events("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":3,"completion_tokens":4,"prompt_tokens_details":null}}]}""", "[DONE]"), "usage:3/4/0/0", "finish:Stop"),
        ["comments_while_waiting"] = new(":\n\n: OPENROUTER PROCESSING\n\n" + Events(Text("a")) + ": OPENROUTER PROCESSING\n" + Events(Stop, "[DONE]"), "text:a", "finish:Stop"),
        ["CRLF"] = new(Events(Text("a"), Stop, "[DONE]").Replace("\n", "\r\n", StringComparison.Ordinal), "text:a", "finish:Stop"),
        ["CR"] = new(Events(Text("a"), Stop, "[DONE]").Replace('\n', '\r'), "text:a", "finish:Stop"),
        ["BOM_and_no_space_and_other_fields"] = new("\uFEFFid: 7\nretry: 100\nevent: message\ndata:" + Text("a") + "\nid\n\ndata:" + Stop + "\n\ndata:[DONE]\n\n", "text:a", "finish:Stop"),
        ["several_data_lines_for_an_event"] = new("data: {\"choices\":[{\"index\":0,\ndata:\ndata: \"delta\":{\"content\":\"a\"}}]}\n\n" + Events(Stop, "[DONE]"), "text:a", "finish:Stop"),
        ["emoji_CJK_and_separators"] = new(Events(Text("😀漢字é\u2028\u2029\u007F"), Stop, "[DONE]"), "text:😀漢字é\u2028\u2029\u007F", "finish:Stop"),
        ["escapes"] = new(Events("""{"choices":[{"index":0,"delta":{"content":"\"\\\/\b\f\n\r\t\u0000\u00E9\u6f22\ud83d\ude00\u2028 end"}}]}""", Stop, "[DONE]"), "text:\"\\/\b\f\n\r\t\0é漢😀\u2028 end", "finish:Stop"),
        ["half_of_a_character_in_raw_bytes"] = new(Bytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a", 0xF0, 0x9F, "\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"", 0x98, 0x80, "b\"}}]}\n\n" + Events(Stop, "[DONE]")), "text:hex 61F09F", "text:hex 988062", "finish:Stop"),
        ["half_of_a_character_beside_an_escape"] = new(Bytes("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\n", 0xE6, 0xBC, "\"}}]}\n\n" + Events(Stop, "[DONE]")), "text:hex 0AE6BC", "finish:Stop"),
        ["surrogate_pair_over_two_deltas"] = new(Events("""{"choices":[{"index":0,"delta":{"content":"x\ud83d"}}]}""", """{"choices":[{"index":0,"delta":{"content":"\ude00y"}}]}""", Stop, "[DONE]"), "text:hex 78EDA0BD", "text:hex EDB88079", "finish:Stop"),
        ["surrogate_that_never_pairs"] = new(Events("""{"choices":[{"index":0,"delta":{"content":"\ud83d\u0041\ud83d\ud83d\ude00"}}]}""", Stop, "[DONE]"), "text:hex EDA0BD41EDA0BDF09F9880", "finish:Stop"),
        ["reasoning_content"] = new(Events("""{"choices":[{"index":0,"delta":{"reasoning_content":"hm","content":null}}]}""", Text("a"), Stop, "[DONE]"), "reasoning:hm", "text:a", "finish:Stop"),
        ["reasoning_under_both_names"] = new(Events("""{"choices":[{"index":0,"delta":{"reasoning":"hm","reasoning_content":"hm","reasoning_details":[{"text":"hm"}]}}]}""", Stop, "[DONE]"), "reasoning:hm", "finish:Stop"),
        ["Mistral_thinking_in_parts"] = new(Events("""{"choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"h\u006d"}]},{"type":"text","text":"a"}]}}]}""", """{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"model_length"}]}""", "[DONE]"), "reasoning:hm", "text:a", "finish:Length"),
        ["refusal"] = new(Events("""{"choices":[{"index":0,"delta":{"refusal":"I can't"}}]}""", Stop, "[DONE]"), "text:I can't", "finish:Stop"),
        ["tool_call_fragments"] = new(Events(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"get","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"put","arguments":"{}"}},{"index":0,"function":{"arguments":"\"\u00c5\"}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""", "[DONE]"),
            "tool 0:call_a|get|", "tool 0:||{\"city\":", "tool 1:call_b|put|{}", "tool 0:||\"Å\"}", "finish:ToolCalls"),
        ["tool_calls_whole_without_index"] = new(Events("""{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":{"x":[1,{"y":2}]}}},{"id":"b","function":{"name":"g","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""", "[DONE]"), """tool 0:a|f|{"x":[1,{"y":2}]}""", "tool 1:b|g|{}", "finish:ToolCalls"),
        ["tool_calls_without_index_one_a_chunk"] = new(Events("""{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"1"}}]}}]}""", """{"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"2"}}]}}]}""", """{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"3"}}]}}]}""", """{"choices":[{"index":0,"delta":{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"4"}}]},"finish_reason":"tool_calls"}]}""", "[DONE]"), "tool 0:a|f|1", "tool 0:||2", "tool 1:b|g|3", "tool 1:||4", "finish:ToolCalls"),
        ["id_and_name_in_every_fragment"] = new(Events("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"1"}}]}}]}""", """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"2"}}]},"finish_reason":"tool_calls"}]}""", "[DONE]"), "tool 0:a|f|1", "tool 0:||2", "finish:ToolCalls"),
        ["tool_call_index_out_of_range"] = new(Events("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":2000000000,"id":"a"}]}}]}"""), "failed:ProviderProtocol"),
        ["function_call_of_old"] = new(Events("""{"choices":[{"index":0,"delta":{"function_call":{"name":"f","arguments":"{}"}},"finish_reason":"function_call"}]}""", "[DONE]"), "tool 0:|f|{}", "finish:ToolCalls"),
        ["content_filter"] = new(Events(Text("a"), """{"choices":[{"index":0,"delta":{},"finish_reason":"content_filter"}]}""", "[DONE]"), "text:a", "finish:ContentFilter"),
        ["unknown_reason"] = new(Events("""{"choices":[{"index":0,"delta":{},"finish_reason":"eos"}]}""", "[DONE]"), "finish:Stop"),
        ["aborted_by_the_server"] = new(Events(Text("a"), """{"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"abort"}]}""", "[DONE]"), "text:a", "text:b", "failed:ProviderUnavailable"),
        ["error_in_the_stream"] = new(Events(Text("a"), """{"error":{"message":"The server had an error","type":"server_error","code":null}}"""), "text:a", "failed:ProviderUnavailable"),
        ["error_beside_a_last_delta"] = new(Events("""{"error":{"code":429,"message":"slow down"},"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}"""), "text:a", "failed:ProviderRateLimited"),
        ["error_null_is_none"] = new(Events("""{"error":null,"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""", "[DONE]"), "text:a", "finish:Stop"),
        ["error_event"] = new(Events(Text("a")) + "event: error\ndata: {\"message\":\"prompt is too long: 9 tokens\"}\n\n" + Events("[DONE]"), "text:a", "failed:ContextLengthExceeded"),
        ["error_event_without_JSON"] = new("event: error\ndata: gone\n\n", "failed:ProviderUnavailable"),
        ["event_name_does_not_leak"] = new("event: error\n\n" + Events(Text("a"), Stop, "[DONE]"), "text:a", "finish:Stop"),
        ["error_object_of_vLLM"] = new(Events("""{"object":"error","message":"no","type":"BadRequestError","code":400}"""), "failed:ProviderRejected"),
        ["end_without_DONE"] = new(Events(Text("a"), Stop), "text:a", "finish:Stop"),
        ["end_without_the_last_blank_line"] = new(Events(Text("a")) + "data: " + Stop + "\n", "text:a", "finish:Stop"),
        ["end_without_any_last_line_end"] = new(Events(Text("a")) + "data: " + Stop, "text:a", "finish:Stop"),
        ["end_without_a_reason"] = new(Events(Text("a")), "text:a", "failed:ProviderDisconnected"),
        ["end_within_an_event"] = new(Events(Text("a")) + "data: {\"choices\":[{\"index\":0,\"del", "text:a", "failed:ProviderDisconnected"),
        ["end_within_the_usage_after_the_reason"] = new(Events(Text("a"), Stop) + "data: {\"usage\":{\"prompt_", "text:a", "finish:Stop"),
        ["DONE_without_a_reason"] = new(Events(Text("a"), "[DONE]"), "text:a", "failed:ProviderDisconnected"),
        ["what_follows_DONE_is_not_looked_at"] = new(Events(Text("a"), Stop, "[DONE]", "garbage"), "text:a", "finish:Stop"),
        ["empty_body"] = new("", "failed:ProviderDisconnected"),
        ["garbage"] = new(Events(Text("a"), "not JSON"), "text:a", "failed:ProviderProtocol"),
        ["half_of_a_surrogate_pair_for_a_name"] = new(Events(Text("a"), """{"choices":[{"index":0,"delta":{"\ud800ontent":"x"}}]}"""), "text:a", "failed:ProviderProtocol"),
        ["half_of_a_surrogate_pair_for_a_reason"] = new(Events(Text("a"), """{"choices":[{"index":0,"finish_reason":"\ud800"}]}"""), "text:a", "failed:ProviderProtocol"),
        ["two_objects_in_an_event"] = new(Events("{}{}"), "failed:ProviderProtocol"),
        ["an_array_for_an_event"] = new(Events("[]"), "failed:ProviderProtocol"),
        ["control_character_in_a_string"] = new(Events("{\"a\":\"\u0001\"}"), "failed:ProviderProtocol"),
        ["page"] = new("\n<!doctype html><html>", "failed:ProviderProtocol"),
        ["whole_completion"] = new("""
            {"object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"a\nb","reasoning_content":"hm","tool_calls":[{"id":"x","type":"function","function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}
            """, "text:a\nb", "reasoning:hm", "tool 0:x|f|{}", "finish:ToolCalls", "usage:1/2/0/0"),
        ["whole_error"] = new("""{"error":"model is loading"}""", "failed:ProviderUnavailable"),
        ["whole_completion_that_is_cut"] = new("""{"choices":[{"index":0,"message":{"content":"a""", "failed:ProviderProtocol"),
    };

    public static string Events(params string[] data) => string.Concat(data.Select(item => $"data: {item}\n\n"));

    public static string Text(string text) => $$"""{"id":"c","choices":[{"index":0,"delta":{"content":"{{text}}"},"finish_reason":null}]}""";

    private static byte[] Bytes(params object[] pieces) =>
        [.. pieces.SelectMany(piece => piece is int single ? [(byte)single] : Encoding.UTF8.GetBytes((string)piece))];
}
