using System.Text;
using Tokenrill.AspNetCore.Dialects.Messages;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.AspNetCore.Dialects.OpenAI;
using Tokenrill.AspNetCore.Endpoints;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>What nearly all clients send is read a short way. It may only be shorter: it finds what the long way finds, or leaves the body to it.</summary>
public sealed class PlainBodyTests
{
    private const int Mutations = 20_000;

    private static readonly string[] PlainChats =
    [
        """{"model":"default","stream":true,"messages":[{"role":"user","content":"Hello"}]}""",
        """ { "messages" : [ { "content" : "a\nb\u00e9\ud83d\ude00é😀" , "role" : "developer" }, {"role":"assistant","content":""},{"role":"system","content":"x"} ] } """,
        """{"messages":[],"stream":false,"max_tokens":7,"temperature":0.5,"top_p":1}""",
        """{"mod\u0065l":"a/b","messages":[{"role":"us\u0065r","content":"x"}],"stream":true,"stream_options":{"include_usage":true},"max_completion_tokens":2147483647,"temperature":1e-1}""",
    ];

    private static readonly string[] OtherChats =
    [
        """{"model":null,"messages":[{"role":"user","content":"x"}]}""",
        """{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""",
        """{"messages":[{"role":"tool","content":"x","tool_call_id":"1"}]}""",
        """{"messages":[{"role":"user","content":"x","name":"Ada"}],"n":1,"user":"ada"}""",
        """{"messages":[{"role":"user","content":"\ud800"}]}""",
        """{"messages":[{"role":"\ud800","content":"x"}]}""",
        """{"messages":[{"role":"user","\ud800":"x"}]}""",
        """{"\ud800":"x"}""",
        """{"messages":[{"role":"user","content":"x"}],"stream_options":{"include_usage":true}}""",
        """{"messages":[{"role":"user","content":"x"}],"stream":true,"stream_options":{}}""",
        """{"messages":[{"role":"user","content":"x"}],"max_tokens":1,"max_completion_tokens":1}""",
        """{"messages":[{"role":"user","content":"x"}],"max_tokens":0}""",
        """{"messages":[{"role":"user","content":"x"}],"temperature":1e999}""",
        """{"messages":[{"role":"user","content":"x"}],"temperature":"1"}""",
        """{"messages":[{"role":"user","role":"user","content":"x"}]}""",
        """{"stream":true,"stream":true}""",
        """{"messages":[{"role":"user"}]}""",
        """{"messages":{"role":"user"}}""",
        """{"messages":["x"]}""",
        """{"messages":[{"role":"user","content":"x"}]}{}""",
        """{"messages":[{"role":"user","content":"x"}],}""",
        """{"messages":[{"role":"user","content":"x"}""",
        """{}""",
        """[]""",
        "",
    ];

    private static readonly string[] PlainStarts =
    [
        """{"model":"default","prompt":"Hello"}""",
        """{"model":"default","messages":[{"role":"system","content":"Be brief."},{"content":"a\n\ud83d\ude00é","role":"us\u0065r"}],"max_tokens":3}""",
        """{"messages":[]}""",
        """{"messages":[{"role":"user","content":"x"}],"prompt":"x","system":"s"}""",
        """{"messages":[{"role":"user","content":"x"}],"system":"s"}""",
        """{"prompt":"x","on_busy":"ask"}""",
        """{"prompt":"a\n\ud83d\ude00é","system":"s","session":"1","on_busy":"reject","on_disconnect":"cancel","max_tokens":3,"temperature":2,"idempotency_key":"k"}""",
        """{}""",
    ];

    private static readonly string[] OtherStarts =
    [
        """{"messages":[{"role":"user","content":"x","name":"Ada"}]}""",
        """{"messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}""",
        """{"messages":[{"role":"tool","content":"x","tool_call_id":"1"}]}""",
        """{"messages":[{"role":"user","content":"x"}],"messages":[]}""",
        """{"messages":null}""",
        """{"Conversation":[]}""",
        """{"prompt":"x","session":null}""",
        """{"prompt":"x","prompt":"x"}""",
        """{"prompt":"x","metadata":{"a":"b"}}""",
        """{"prompt":"x","max_tokens":1.5}""",
        """{"prompt":"x","foo":1}""",
        """{"prompt":"\ud800"}""",
        """{"\ud800":"x"}""",
        """{"messages":[{"role":"\ud800","content":"x"}]}""",
        """{"messages":[{"role":"user","\ud800":"x"}]}""",
        """{"prompt":"x"} x""",
        """null""",
    ];

    public static TheoryData<string> Chats => [.. PlainChats];

    public static TheoryData<string> OtherThanChats => [.. OtherChats];

    public static TheoryData<string> Starts => [.. PlainStarts];

    public static TheoryData<string> OtherThanStarts => [.. OtherStarts];

    [Theory, MemberData(nameof(Chats))]
    public void A_plain_chat_completion_is_read_as_any_other(string body) => SameChat(Bytes(body)).ShouldBeTrue();

    [Theory, MemberData(nameof(OtherThanChats))]
    public void A_chat_completion_that_is_not_plain_is_left_to_the_long_way(string body) => PlainChatCompletion.Read(Bytes(body)).ShouldBeNull();

    [Theory, MemberData(nameof(Starts))]
    public void A_plain_native_body_is_read_as_any_other(string body) => SameStart(Bytes(body)).ShouldBeTrue();

    [Theory, MemberData(nameof(OtherThanStarts))]
    public void A_native_body_that_is_not_plain_is_left_to_the_long_way(string body) => PlainGenerationBody.Read(Bytes(body)).ShouldBeNull();

    [Fact]
    public void Whatever_becomes_of_a_body_the_short_way_never_takes_what_the_long_one_refuses()
    {
        var random = new Random(17);
        var plain = 0;
        for (var i = 0; i < Mutations; i++)
        {
            plain += SameChat(Mutate(random, PlainChats, OtherChats)) ? 1 : 0;
            plain += SameStart(Mutate(random, PlainStarts, OtherStarts)) ? 1 : 0;
        }
        // Otherwise nothing was compared.
        plain.ShouldBeGreaterThan(Mutations / 10);
    }

    /// <summary>Whether it was plain; then it was the same.</summary>
    private static bool SameChat(byte[] body)
    {
        if (PlainChatCompletion.Read(body) is not { } plain)
            return false;
        plain.ShouldBeEquivalentTo(ChatCompletionReader.Read(JsonBody.Deserialize(body, BodyJson.Default.JsonElement)), Encoding.UTF8.GetString(body));
        return true;
    }

    private static bool SameStart(byte[] body)
    {
        if (PlainGenerationBody.Read(body) is not { } plain)
            return false;
        var (request, fault) = Understand(plain);
        var (expected, expectedFault) = Understand(JsonBody.Deserialize(body, NativeRequestJson.Default.GenerationBody));
        request.ShouldBeEquivalentTo(expected, Encoding.UTF8.GetString(body));
        fault.ShouldBe(expectedFault, Encoding.UTF8.GetString(body));
        return true;
    }

    /// <summary>The request that it stands for, or why it stands for none.</summary>
    private static (GenerationRequest? Request, string? Fault) Understand(GenerationBody body)
    {
        try
        {
            return (GenerationBodyReader.Read(new JsonBody<GenerationBody>(body, null)), null);
        }
        catch (TokenrillException exception)
        {
            return (null, $"{exception.Field}: {exception.Message}");
        }
    }

    /// <summary>One of them with a byte changed, taken out or put in, or with the end of another.</summary>
    private static byte[] Mutate(Random random, params string[][] bodies)
    {
        const string signs = "{}[]\",:\\0123456789.eE+-ntfru l";
        var all = bodies.SelectMany(static some => some).Where(static body => body.Length > 0).ToArray();
        var body = Bytes(all[random.Next(all.Length)]).ToList();
        var at = random.Next(body.Count);
        var sign = (byte)signs[random.Next(signs.Length)];
        switch (random.Next(5))
        {
            case 0: body[at] = sign; break;
            case 1: body.Insert(at, sign); break;
            case 2: body.RemoveAt(at); break;
            case 3:
                body.RemoveRange(at, body.Count - at);
                var other = Bytes(all[random.Next(all.Length)]);
                body.AddRange(other[random.Next(other.Length)..]);
                break;
        }
        return System.Text.Unicode.Utf8.IsValid(body.ToArray()) ? [.. body] : "{}"u8.ToArray();
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
