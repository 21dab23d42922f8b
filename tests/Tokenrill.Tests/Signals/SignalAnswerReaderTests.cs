using Tokenrill.Signals;
using static Tokenrill.Tests.Signals.SignalAnswers;

namespace Tokenrill.Tests.Signals;

public sealed class SignalAnswerReaderTests
{
    private const string Goal = """{"kind":"goal","text":"Ship in May","confidence":0.8,"message_id":"m1"}""";
    private const string Claim = """{"kind":"claim","text":"It is {fast} [now]","confidence":0.5,"message_id":"m2"}""";

    [Fact]
    public void An_answer_as_it_is_asked_for_gives_its_signals_with_all_they_have()
    {
        var answer = Read($$"""{"signals":[{{Goal}},{{Claim}}]}""");

        answer.Failure.ShouldBeNull();
        answer.Dropped.Count.ShouldBe(0);
        answer.Signals.Select(signal => (signal.Kind, signal.Text, signal.Confidence, signal.Message, signal.CreatedAt, signal.IsDismissed)).ShouldBe(
        [
            (SignalKind.Goal, "Ship in May", 0.8, "m1", Now, false),
            (SignalKind.Claim, "It is {fast} [now]", 0.5, "m2", Now, false),
        ]);
        answer.Signals.Select(signal => signal.Id).ShouldBeUnique();
        answer.Signals.ShouldAllBe(signal => signal.Id.StartsWith("sig_", StringComparison.Ordinal) && signal.Id.Length == 36);
    }

    [Theory]
    [InlineData($$"""[{{Goal}},{{Claim}}]""")]
    [InlineData($$"""{"signals":[{{Goal}},{{Claim}},],}""")]
    [InlineData($$$"""{"result":{"signals":[{{{Goal}}},{{{Claim}}}]}}""")]
    [InlineData($$"""{"items":[{{Goal}},{{Claim}}]}""")]
    [InlineData($$"""{"kind":"list","signals":[{{Goal}},{{Claim}}]}""")]
    [InlineData($"{Goal}\n{Claim}")]
    [InlineData($$"""{"signals":[{{Goal}},{{Claim}}] /* that was all */ } // really""")]
    [InlineData($$"""{"signals":[{{Goal}}, // the first""" + "\n" + $$"""{{Claim}}]}""")]
    [InlineData($$"""Of {2} messages I found [two] signals: {"signals":[{{Goal}},{{Claim}}]} Is there "more"?""")]
    [InlineData($"Here they are:\r\n\r\n```json\r\n{{\"signals\":[{Goal},{Claim}]}}\r\n```\r\n")]
    [InlineData($$"""{"signals":[{{Goal}},{{Claim}},{"kind":"goal","text":"Cut o""")]
    [InlineData($$"""{"signals":[{{Goal}},{{Claim}}""")]
    [InlineData($$"""{"signals":[{{Goal}} {"kind": goal} {{Claim}}]}""")]
    public void Whatever_is_around_the_signals_they_are_found(string answer)
    {
        var read = Read(answer);

        read.Failure.ShouldBeNull();
        read.Signals.Select(signal => signal.Text).ShouldBe(["Ship in May", "It is {fast} [now]"]);
        read.Dropped.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"signals":[]}""")]
    [InlineData("""{"signals":null}""")]
    [InlineData("""{"signals":[],}""")]
    [InlineData("""{"signals":[/* none */]}""")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("```json\n[ ]\n```")]
    public void An_answer_that_says_there_are_none_is_no_failure(string answer)
    {
        var read = Read(answer);

        read.Failure.ShouldBeNull();
        read.Signals.ShouldBeEmpty();
        read.Dropped.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData("", "it holds no JSON")]
    [InlineData("I am sorry, I cannot do that.", "it holds no JSON")]
    [InlineData("""{"error":"no"} [1]""", "its JSON holds no signals")]
    [InlineData("""{"\ud800":1}""", "its JSON holds no signals")]
    [InlineData("""{"signals":[{"kind":"goal","text":"S""", "its JSON is broken, or cut off before the end of the first item")]
    [InlineData("""[{"kind":"goal","text":"both {} and [] are""", "its JSON is broken, or cut off before the end of the first item")]
    [InlineData("{'signals':[]", "its JSON is broken, or cut off before the end of the first item")]
    public void An_answer_that_nothing_can_be_read_from_is_a_failure_with_its_reason(string answer, string reason)
    {
        var read = Read(answer);

        read.Failure.ShouldBe(reason);
        read.Signals.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1", 1)]
    [InlineData("\"0.85\"", 0.85)]
    [InlineData("\" 85 % \"", 0.85)]
    [InlineData("\"85%\"", 0.85)]
    [InlineData("\"1%\"", 0.01)]
    [InlineData("85", 0.85)]
    [InlineData("100", 1)]
    public void A_confidence_may_be_a_number_a_text_or_a_percentage(string confidence, double expected) =>
        Read(Item(confidence: confidence)).Signals.ShouldHaveSingleItem().Confidence.ShouldBe(expected, 1e-12);

    [Theory]
    [InlineData("""{"kind":"goal","text":"x","confidence":1,"message":"m2"}""")]
    [InlineData("""{"kind":"goal","text":"x","confidence":1,"messageId":"m2"}""")]
    [InlineData("""{"kind":"goal","text":"x","confidence":1,"source":" m2 "}""")]
    [InlineData("""{"kind":"goal","text":"x","confidence":1,"message":"what was said","source":"m2"}""")]
    public void The_message_may_be_named_in_several_ways(string item) => Read(item).Signals.ShouldHaveSingleItem().Message.ShouldBe("m2");

    [Fact]
    public void A_number_may_be_the_id_of_a_message() => Read(Item(message: "7"), "6", "7").Signals.ShouldHaveSingleItem().Message.ShouldBe("7");

    [Fact]
    public void Without_a_message_it_is_the_only_one_or_the_item_is_dropped()
    {
        const string item = """{"kind":"goal","text":"x","confidence":1,"message_id":null}""";

        Read(item, "m9").Signals.ShouldHaveSingleItem().Message.ShouldBe("m9");
        Read(item, "m8", "m9").Dropped[SignalFault.Message].ShouldBe(1);
    }

    [Fact]
    public void White_space_in_a_text_is_one_space_and_none_around_it() =>
        Read(Item(text: "\" Ship\\n\\tin\\u00A0\\u2028May \"")).Signals.ShouldHaveSingleItem().Text.ShouldBe("Ship in May");

    [Fact]
    public void A_text_has_up_to_500_characters_whatever_they_are()
    {
        var longest = string.Concat(Enumerable.Repeat("🦊", 500));

        Read(Item(text: $"\"{longest}\"")).Signals.ShouldHaveSingleItem().Text.ShouldBe(longest);
        Read(Item(text: $"\"{longest}x\"")).Dropped[SignalFault.Text].ShouldBe(1);
    }

    public static TheoryData<string, int> Faults => new()
    {
        { Item(kind: "\"wish\""), (int)SignalFault.Kind },
        { Item(kind: "null"), (int)SignalFault.Kind },
        { Item(kind: "[\"goal\"]"), (int)SignalFault.Kind },
        { """{"text":"x","confidence":1,"message_id":"m1"}""", (int)SignalFault.Kind },
        { Item(text: "\" \\n \""), (int)SignalFault.Text },
        { Item(text: "{}"), (int)SignalFault.Text },
        { Item(text: "\"half \\ud83e\""), (int)SignalFault.Text },
        { """{"kind":"goal","confidence":1,"message_id":"m1"}""", (int)SignalFault.Text },
        { Item(confidence: "-0.1"), (int)SignalFault.Confidence },
        { Item(confidence: "1.2"), (int)SignalFault.Confidence },
        { Item(confidence: "101"), (int)SignalFault.Confidence },
        { Item(confidence: "1e999"), (int)SignalFault.Confidence },
        { Item(confidence: "\"NaN\""), (int)SignalFault.Confidence },
        { Item(confidence: "\"high\""), (int)SignalFault.Confidence },
        { Item(confidence: "true"), (int)SignalFault.Confidence },
        { """{"kind":"goal","text":"x","message_id":"m1"}""", (int)SignalFault.Confidence },
        { Item(message: "\"m3\""), (int)SignalFault.Message },
        { Item(message: "\"M1\""), (int)SignalFault.Message },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void An_item_that_is_wrong_is_dropped_with_its_reason_and_the_others_count(string item, int fault)
    {
        var read = Read($$"""{"signals":[{{item}},{{Claim}}]}""");

        read.Failure.ShouldBeNull();
        read.Signals.ShouldHaveSingleItem().Kind.ShouldBe(SignalKind.Claim);
        read.Dropped.Count.ShouldBe(1);
        read.Dropped[(SignalFault)fault].ShouldBe(1);
    }

    [Fact]
    public void An_id_that_is_wrong_is_not_taken_for_the_only_message() => Read(Item(message: "\"m3\""), "m1").Dropped[SignalFault.Message].ShouldBe(1);

    [Fact]
    public void What_differs_only_in_case_punctuation_and_white_space_is_the_same_signal()
    {
        var read = Read($"""[{Goal},{Item(text: "\" SHIP -- in\\nmay! \"")},{Item(text: "\"shipin May\"")},{Item(kind: "\"claim\"")},{Item(text: "\"Ship in June\"")}]""");

        read.Signals.Select(signal => (signal.Kind, signal.Text)).ShouldBe([(SignalKind.Goal, "Ship in May"), (SignalKind.Claim, "Ship in May"), (SignalKind.Goal, "Ship in June")]);
        read.Dropped[SignalFault.Repeated].ShouldBe(2);
    }

    [Fact]
    public void Texts_of_nothing_but_punctuation_are_compared_as_they_are() =>
        Read($"""[{Item(text: "\"?\"")},{Item(text: "\"!\"")},{Item(text: "\"?\"")}]""").Signals.Select(signal => signal.Text).ShouldBe(["?", "!"]);

    [Fact]
    public void What_the_session_has_already_is_dropped_also_when_it_was_dismissed()
    {
        Signal[] known = [new("sig_1", SignalKind.Goal, "ship in May.", 1, "m0", Now) { IsDismissed = true }];
        var read = SignalAnswerReader.Read(System.Text.Encoding.UTF8.GetBytes($"[{Goal},{Claim}]"), Messages, known, Now);

        read.Signals.ShouldHaveSingleItem().Kind.ShouldBe(SignalKind.Claim);
        read.Dropped[SignalFault.Repeated].ShouldBe(1);
    }

    [Fact]
    public void An_answer_gives_twenty_signals_at_most_and_dropped_ones_do_not_count()
    {
        var items = Enumerable.Range(0, 25).Select(i => Item(text: $"\"number {i}\"")).Prepend(Item(kind: "\"wish\"")).Append(Item(text: "\"number 0\""));
        var read = Read($"[{string.Join(',', items)}]");

        read.Signals.Select(signal => signal.Text).ShouldBe(Enumerable.Range(0, 20).Select(i => $"number {i}"));
        read.Dropped.ToString().ShouldBe("1 of unknown kind, 1 repeated, 5 beyond the first 20");
    }

    [Fact]
    public void The_reasons_hold_nothing_of_what_was_said()
    {
        var read = Read($"""[{Item(kind: "\"secret\"")},{Item(text: "\"\"")},{Item(confidence: "\"secret\"")},{Item(message: "\"secret\"")},{Item(message: "\"secret\"")}]""");

        read.Dropped.ToString().ShouldBe("1 of unknown kind, 1 without text or with more than 500 characters, 1 without a confidence from 0 to 1, 2 of no message of the batch");
    }

    [Fact]
    public void Nothing_is_searched_for_beyond_256_KiB()
    {
        var room = (256 << 10) - Goal.Length;

        Read(new string(' ', room) + Goal).Signals.Count.ShouldBe(1);
        Read(new string(' ', room + 1) + Goal).Failure.ShouldNotBeNull();
    }

    [Fact]
    public void Signals_are_found_behind_255_broken_brackets_and_not_behind_more()
    {
        Read(string.Concat(Enumerable.Repeat("[x ", 255)) + Goal).Signals.Count.ShouldBe(1);
        Read(string.Concat(Enumerable.Repeat("[x ", 256)) + Goal).Failure.ShouldNotBeNull();
    }
}
