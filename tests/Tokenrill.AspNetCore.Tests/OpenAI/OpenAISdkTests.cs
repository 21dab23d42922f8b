using System.ClientModel;
using OpenAI.Chat;
using Tokenrill.AspNetCore.Security;
using FinishReason = Tokenrill.Models.FinishReason;

namespace Tokenrill.AspNetCore.Tests.OpenAI;

/// <summary>OpenAI's own .NET client against this server.</summary>
public sealed class OpenAISdkTests
{
    private static readonly ChatTool Search = ChatTool.CreateFunctionTool("search", "Searches.", BinaryData.FromString("""{"type":"object","properties":{"q":{"type":"string"}}}"""));

    [Fact]
    public async Task It_streams()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Reasoning("hm").Text("Hel").Text("lo 😀").Usage(12, 34, 5).Finish(FinishReason.Length);

        var updates = await CollectAsync(host.Sdk(), new UserChatMessage("Hello"));

        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)).ShouldBe("Hello 😀");
        updates[0].Role.ShouldBe(ChatMessageRole.Assistant);
        updates.Single(update => update.FinishReason is not null).FinishReason.ShouldBe(ChatFinishReason.Length);
        updates.ShouldAllBe(update => update.CompletionId == updates[0].CompletionId && update.Model == "scripted/model");
        var usage = updates.Single(update => update.Usage is not null).Usage;
        (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.OutputTokenDetails.ReasoningTokenCount).ShouldBe((12, 34, 46, 5));
    }

    [Fact]
    public async Task It_completes()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Text("Hello").Usage(1, 2).Finish();

        ChatCompletion answer = await host.Sdk().CompleteChatAsync(
            [new SystemChatMessage("Be brief."), new UserChatMessage("Hello")],
            new ChatCompletionOptions { MaxOutputTokenCount = 9, Temperature = 0.5f, TopP = 0.5f, StopSequences = { "END" }, EndUserId = "u" },
            TestContext.Current.CancellationToken).InTime();

        answer.Content.Single().Text.ShouldBe("Hello");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Usage.TotalTokenCount.ShouldBe(3);
        var ask = host.Provider.Calls.Single().Request;
        (ask.MaxTokens, ask.Temperature, ask.TopP).ShouldBe((9, 0.5, 0.5));
        ask.Stop.ShouldBe(["END"]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task It_gets_tool_calls_and_sends_their_answers(bool stream)
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept()
            .ToolCall(0, "call_a", "search", "{\"q\":").ToolCall(0, "", "", "\"x\"}").ToolCall(1, "call_b", "search", "{}").Finish(FinishReason.ToolCalls);
        var options = new ChatCompletionOptions { Tools = { Search }, ToolChoice = ChatToolChoice.CreateRequiredChoice(), AllowParallelToolCalls = true };

        var calls = stream
            ? Join(await CollectAsync(host.Sdk(), new UserChatMessage("Hello"), options))
            : (await host.Sdk().CompleteChatAsync([new UserChatMessage("Hello")], options, TestContext.Current.CancellationToken).InTime()).Value.ToolCalls;

        calls.Select(call => (call.Id, call.FunctionName, call.FunctionArguments.ToString())).ShouldBe([("call_a", "search", "{\"q\":\"x\"}"), ("call_b", "search", "{}")]);
        host.Provider.Calls.Single().Request.Tools!.Single().Name.ShouldBe("search");

        host.Provider.OnCall = static call => call.Accept().Text("found").Finish();
        ChatMessage[] conversation = [new UserChatMessage("Hello"), new AssistantChatMessage(calls), new ToolChatMessage("call_a", "a"), new ToolChatMessage("call_b", "b")];
        ChatCompletion answer = await host.Sdk().CompleteChatAsync(conversation, options, TestContext.Current.CancellationToken).InTime();
        answer.Content.Single().Text.ShouldBe("found");
        host.Provider.Calls.Last().Request.Messages[1].ToolCalls!.Select(call => call.Id).ShouldBe(["call_a", "call_b"]);
    }

    [Theory]
    [InlineData(ErrorCode.ProviderRateLimited, 503)]
    [InlineData(ErrorCode.ContentFiltered, 400)]
    public async Task A_refusal_is_its_exception_with_the_status(ErrorCode code, int status)
    {
        // Time stands still: the refusal comes before the answer has to begin.
        await using var host = await ChatHost.StartAsync(time: new FakeTime());
        host.Provider.OnCall = call => call.Fail(code);

        var streamed = await Should.ThrowAsync<ClientResultException>(CollectAsync(host.Sdk(), new UserChatMessage("Hello")));
        var whole = await Should.ThrowAsync<ClientResultException>(host.Sdk().CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: TestContext.Current.CancellationToken));

        streamed.Status.ShouldBe(status);
        whole.Status.ShouldBe(status);
        whole.Message.ShouldContain(code.Info().Message);
    }

    [Fact]
    public async Task A_refusal_that_passes_is_retried()
    {
        // As above; only the client's own clock goes on.
        await using var host = await ChatHost.StartAsync(time: new FakeTime());
        var calls = 0;
        host.Provider.OnCall = call =>
        {
            if (Interlocked.Increment(ref calls) == 1)
                call.Fail(ErrorCode.ProviderRateLimited, retryAfter: TimeSpan.FromSeconds(1));
            else
                call.Accept().Text("Hello").Finish();
        };

        var updates = await CollectAsync(host.Sdk(retries: 2), new UserChatMessage("Hello"));

        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)).ShouldBe("Hello");
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task A_model_that_is_not_there_and_a_wrong_key_are_told_apart()
    {
        const string key = "a-key-that-is-long-enough";
        await using var host = await ChatHost.StartAsync(http: new() { Keys = [new ApiKeyOptions { Name = "ann", Key = key }] });

        var missing = await Should.ThrowAsync<ClientResultException>(CollectAsync(host.Sdk("nowhere/model", key), new UserChatMessage("Hello")));
        var stranger = await Should.ThrowAsync<ClientResultException>(CollectAsync(host.Sdk(key: "another-key-of-length"), new UserChatMessage("Hello")));

        missing.Status.ShouldBe(404);
        missing.Message.ShouldContain("model_not_found");
        stranger.Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_stream_that_broke_does_not_look_complete()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Text("half").Fail(ErrorCode.ProviderDisconnected);

        var updates = await CollectAsync(host.Sdk(), new UserChatMessage("Hello"));

        // This client passes over an error inside a stream; what it can see is that no reason to finish ever came.
        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)).ShouldBe("half");
        updates.ShouldAllBe(update => update.FinishReason == null);
    }

    [Fact]
    public async Task Leaving_the_stream_cancels_the_generation()
    {
        await using var host = await ChatHost.StartAsync();
        host.Provider.OnCall = static call => call.Accept().Text("Hello");

        await foreach (var update in host.Sdk().CompleteChatStreamingAsync([new UserChatMessage("Hello")], cancellationToken: TestContext.Current.CancellationToken))
            if (update.ContentUpdate.Count > 0 && update.ContentUpdate[0].Text == "Hello")
                break;

        await (await host.Provider.NextCallAsync()).Cancelled.InTime();
    }

    private static async Task<List<StreamingChatCompletionUpdate>> CollectAsync(ChatClient client, ChatMessage message, ChatCompletionOptions? options = null)
    {
        var updates = new List<StreamingChatCompletionUpdate>();
        await foreach (var update in client.CompleteChatStreamingAsync([message], options, TestContext.Current.CancellationToken))
            updates.Add(update);
        return updates;
    }

    private static IReadOnlyList<ChatToolCall> Join(IEnumerable<StreamingChatCompletionUpdate> updates) =>
        [.. updates.SelectMany(update => update.ToolCallUpdates).GroupBy(piece => piece.Index).Select(pieces => ChatToolCall.CreateFunctionToolCall(
            pieces.First().ToolCallId, pieces.First().FunctionName, BinaryData.FromString(string.Concat(pieces.Select(piece => piece.FunctionArgumentsUpdate?.ToString())))))];
}
