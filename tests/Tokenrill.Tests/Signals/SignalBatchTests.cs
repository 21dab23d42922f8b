using Tokenrill.Models;
using Tokenrill.Options;
using Tokenrill.Signals;

namespace Tokenrill.Tests.Signals;

public sealed class SignalBatchTests
{
    private readonly SignalOptions _options = new();
    private readonly SignalBatch _batch;
    private int _said;

    public SignalBatchTests() => _batch = new SignalBatch(_options);

    [Fact]
    public void A_batch_is_due_once_500_characters_of_user_and_assistant_have_gathered()
    {
        Say(ChatRole.User, 300);
        Say(ChatRole.System, 1000);
        Say(ChatRole.Tool, 1000);
        Say(ChatRole.Assistant, 199);
        _batch.TryTake().ShouldBeNull();
        Say(ChatRole.User, 1);

        var taken = _batch.TryTake().ShouldNotBeNull();
        taken.Select(message => (message.Id, message.Role, message.Characters)).ShouldBe([("m1", ChatRole.User, 300), ("m4", ChatRole.Assistant, 199), ("m5", ChatRole.User, 1)]);
        taken.ShouldAllBe(message => message.Text.Length == message.Characters);
    }

    [Fact]
    public void Characters_are_code_points()
    {
        _batch.Add("m1", ChatRole.User, string.Concat(Enumerable.Repeat("🦊", 499)));
        _batch.TryTake().ShouldBeNull();
        _batch.Add("m2", ChatRole.User, "🦊");
        _batch.TryTake().ShouldNotBeNull().Sum(message => message.Characters).ShouldBe(500);
    }

    [Fact]
    public void A_batch_is_due_after_five_turns_each_a_users_message_and_its_answer()
    {
        Say(ChatRole.Assistant, 1); // a greeting answers nobody
        for (var i = 0; i < 4; i++)
        {
            Say(ChatRole.User, 1);
            Say(ChatRole.User, 1); // the one before was superseded
            Say(ChatRole.Assistant, 1);
            Say(ChatRole.Assistant, 1); // went on after a tool
        }
        Say(ChatRole.User, 1);
        _batch.TryTake().ShouldBeNull();
        Say(ChatRole.Assistant, 1);

        _batch.TryTake().ShouldNotBeNull().Count.ShouldBe(19);
    }

    [Fact]
    public void The_thresholds_are_those_of_the_options()
    {
        (_options.Characters, _options.Turns) = (10, 2);
        Say(ChatRole.User, 9);
        _batch.TryTake().ShouldBeNull();
        Say(ChatRole.Assistant, 1);
        _batch.TryTake().ShouldNotBeNull();
        _batch.Finish(succeeded: true);
        Turn(1);
        _batch.TryTake().ShouldBeNull();
        Turn(1);
        _batch.TryTake().ShouldNotBeNull();
    }

    [Fact]
    public void After_an_extraction_the_next_batch_begins_behind_it()
    {
        Say(ChatRole.User, 500);
        _batch.TryTake().ShouldNotBeNull();
        Say(ChatRole.Assistant, 10);
        _batch.Finish(succeeded: true);
        _batch.TryTake().ShouldBeNull();
        Say(ChatRole.User, 490);

        Ids(_batch.TryTake()).ShouldBe(["m2", "m3"]);
    }

    [Fact]
    public void While_one_is_taken_there_is_no_other()
    {
        Say(ChatRole.User, 500);
        var first = _batch.TryTake();
        Say(ChatRole.User, 500);

        _batch.TryTake().ShouldBeNull();
        Ids(first).ShouldBe(["m1"]);
        _batch.Finish(succeeded: true);
        Ids(_batch.TryTake()).ShouldBe(["m2"]);
    }

    [Fact]
    public void What_failed_is_in_the_next_batch_which_is_due_when_as_much_again_has_been_said()
    {
        Say(ChatRole.User, 500);
        _batch.TryTake().ShouldNotBeNull();
        Say(ChatRole.Assistant, 10);
        _batch.Finish(succeeded: false);
        Say(ChatRole.User, 489);
        _batch.TryTake().ShouldBeNull();
        Say(ChatRole.User, 1);

        Ids(_batch.TryTake()).ShouldBe(["m1", "m2", "m3", "m4"]);
        _batch.Finish(succeeded: true);
        Say(ChatRole.User, 500);
        Ids(_batch.TryTake()).ShouldBe(["m5"]);
    }

    [Fact]
    public void However_often_it_fails_a_batch_has_the_last_50_000_characters_at_most()
    {
        for (var i = 0; i < 120; i++)
        {
            Say(ChatRole.User, 500);
            var taken = _batch.TryTake().ShouldNotBeNull();
            taken.Count.ShouldBe(Math.Min(i + 1, 100));
            taken[^1].Id.ShouldBe($"m{i + 1}");
            _batch.Finish(succeeded: false);
        }
        Say(ChatRole.User, 800);

        var last = _batch.TryTake().ShouldNotBeNull();
        last.Sum(message => message.Characters).ShouldBe(50_000);
        (last[0].Id, last[0].Characters, last[0].Text.Length).ShouldBe(("m22", 200, 200));
    }

    [Fact]
    public void Of_a_message_that_is_too_long_the_end_is_kept_and_no_character_is_cut()
    {
        _batch.Add("m1", ChatRole.User, "before");
        _batch.Add("m2", ChatRole.User, "start" + string.Concat(Enumerable.Repeat("🦊", 50_000)));

        var only = _batch.TryTake().ShouldNotBeNull().ShouldHaveSingleItem();
        only.Id.ShouldBe("m2");
        only.Characters.ShouldBe(50_000);
        only.Text.ShouldBe(string.Concat(Enumerable.Repeat("🦊", 50_000)));
    }

    [Fact]
    public void A_batch_that_needs_more_to_be_due_has_as_much()
    {
        _options.Characters = 80_000;
        Say(ChatRole.User, 40_000);
        Say(ChatRole.User, 40_000);

        _batch.TryTake().ShouldNotBeNull().Select(message => message.Characters).ShouldBe([40_000, 40_000]);
    }

    private void Turn(int characters)
    {
        Say(ChatRole.User, characters);
        Say(ChatRole.Assistant, characters);
    }

    private void Say(ChatRole role, int characters) => _batch.Add($"m{++_said}", role, new string('x', characters));

    private static IEnumerable<string> Ids(IReadOnlyList<BatchMessage>? taken) => taken.ShouldNotBeNull().Select(message => message.Id);
}
