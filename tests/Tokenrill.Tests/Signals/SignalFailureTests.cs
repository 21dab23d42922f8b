using Tokenrill.TestKit;

namespace Tokenrill.Tests.Signals;

/// <summary>An extraction that fails is said in the log, without what was said, and its messages are in the next one.</summary>
public sealed class SignalFailureTests
{
    private static readonly Dictionary<string, (Action<ExtractionScene, ScriptedCall> Fail, string Reason)> Ways = new()
    {
        ["the provider fails"] = ((_, call) => call.Fail(ErrorCode.ProviderUnavailable, "secret"), "provider_unavailable"),
        ["the stream breaks"] = ((_, call) => call.Text("{\"signals\":[").Return(), "provider_disconnected"),
        ["it is no JSON"] = ((_, call) => call.Text("secret, sorry").Finish(), "it holds no JSON"),
        ["it says nothing"] = ((_, call) => call.Finish(), "it holds no JSON"),
        ["it takes too long to begin"] = ((scene, _) => scene.Engine.Time.Advance(TimeSpan.FromSeconds(120)), "first_token_timeout"),
        ["it stalls"] = ((scene, call) => { call.Text("["); scene.Engine.Time.Advance(TimeSpan.FromSeconds(30)); }, "between_tokens_timeout"),
        ["its owner stops it"] = ((scene, _) => scene.Running.Stop(), "cancelled"),
    };

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task It_is_tried_again_with_the_next_batch(string way)
    {
        using var scene = new ExtractionScene();
        await scene.SayEnoughAsync('a');
        var call = await scene.NextExtractionAsync();
        Ways[way].Fail(scene, call);
        var line = await scene.Engine.Log.LineAsync("signals not extracted");
        await scene.SayEnoughAsync('b');
        var again = await scene.NextExtractionAsync();

        line.ShouldStartWith("signals not extracted from 1 messages, which will be in the next batch session=s owner=tester generation=gen_");
        line.ShouldEndWith($": {Ways[way].Reason}");
        // Both, so it was not tried again before there was more.
        ExtractionScene.Shown(again).ShouldBe($"[m1] user: {new string('a', 500)}\n[m2] user: {new string('b', 500)}");
        again.Text(ExtractionScene.Answer(message: "m2")).Finish();
        await scene.Engine.Log.LineAsync("signals extracted: 1 of 2 messages");
        scene.Session.Signals.All.ShouldHaveSingleItem().Message.ShouldBe(scene.Ids.ElementAt(2));
    }

    [Fact]
    public async Task So_is_one_that_could_not_be_started()
    {
        using var scene = new ExtractionScene();
        scene.Extractions.Support = static _ => throw TokenrillException.Invalid("temperature", "is not known here");
        await scene.SayEnoughAsync('a');
        var line = await scene.Engine.Log.LineAsync("signals not extracted");
        scene.Extractions.Support = null;
        await scene.SayEnoughAsync('b');

        line.ShouldEndWith("session=s owner=tester generation=-: temperature: is not known here");
        ExtractionScene.Shown(await scene.NextExtractionAsync()).ShouldStartWith("[m1] user: a");
    }
}
