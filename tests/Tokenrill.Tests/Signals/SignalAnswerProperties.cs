using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Tokenrill.Signals;
using static Tokenrill.Tests.Signals.SignalAnswers;

namespace Tokenrill.Tests.Signals;

public sealed class SignalAnswerProperties
{
    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(40);

    private static readonly Gen<string> Word = Gen.Elements(
        "ship", "Ship", " in ", "May", "!", "{}", "[]", "{\"kind\":\"goal\"}", "\"", "\\", "\n", "🦊", "\u2028", "// no", "/* no */", "```", "ß");

    private static readonly Gen<string> Item =
        from kind in Gen.Elements("goal", "Claims", "open-question", "evidence", "wish")
        from words in Word.ArrayOf()
        from confidence in Gen.Elements("0.5", "\"85%\"", "85", "7000", "null")
        from message in Gen.Elements("m1", "m2", "m3")
        select SignalAnswers.Item(JsonSerializer.Serialize(kind), JsonSerializer.Serialize(string.Concat(words)), confidence, JsonSerializer.Serialize(message));

    private static readonly Gen<string> Answer =
        from items in Item.ArrayOf()
        from frame in Gen.Elements("{\"signals\":[#]}", "[#]", "Here:\n```json\n{\"signals\": [ #, ] }\n```\nDone.", "{\"a\":{\"signals\":[# /* x */]}}")
        select frame.Replace("#", string.Join(',', items), StringComparison.Ordinal);

    // Plain random bytes hardly ever make something that looks like JSON; these do.
    private static readonly Gen<byte[]> Piece = Gen.OneOf(
        Gen.Choose(0, 255).Select(static octet => new[] { (byte)octet }),
        Gen.Elements("{", "}", "[", "]", "\"", ",", ":", "\\", "/*", "//", "\n", "\\ud800", "null", "1e999", "-", "{\"kind\":", "\"text\":", "\"signals\":", "\"\\ud800\":").Select(Encoding.UTF8.GetBytes));

    [Fact]
    public void Any_bytes_give_good_signals_or_a_reason() =>
        Prop.ForAll(Piece.ArrayOf().ToArbitrary(), static pieces => IsGood(Read([.. pieces.SelectMany(static piece => piece)]))).Check(Thorough);

    [Fact]
    public void An_answer_that_was_damaged_gives_good_signals_or_a_reason() =>
        Prop.ForAll(
            (from answer in Answer from damages in (from place in Gen.Choose(0, 10_000) from removed in Gen.Choose(0, 3) from piece in Piece select (place, removed, piece)).ArrayOf() select (answer, damages)).ToArbitrary(),
            static sample =>
            {
                var bytes = Encoding.UTF8.GetBytes(sample.answer).ToList();
                foreach (var (place, removed, piece) in sample.damages)
                {
                    var at = place % (bytes.Count + 1);
                    bytes.RemoveRange(at, Math.Min(removed, bytes.Count - at));
                    bytes.InsertRange(at, piece);
                }
                return IsGood(Read([.. bytes]));
            }).Check(Thorough);

    [Fact]
    public void Every_beginning_of_an_answer_gives_a_beginning_of_its_signals() =>
        Prop.ForAll(Answer.ToArbitrary(), static answer =>
        {
            var bytes = Encoding.UTF8.GetBytes(answer);
            var whole = Contents(Read(bytes));
            var before = 0;
            for (var length = 0; length <= bytes.Length; length++)
            {
                var read = Read(bytes.AsSpan(0, length));
                var contents = Contents(read);
                if (!IsGood(read) || contents.Length < before || !contents.SequenceEqual(whole.Take(contents.Length)))
                    return false;
                before = contents.Length;
            }
            return before == whole.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100).WithEndSize(12));

    private static (SignalKind, string, double, string)[] Contents(SignalAnswer answer) =>
        [.. answer.Signals.Select(static signal => (signal.Kind, signal.Text, signal.Confidence, signal.Message))];

    private static bool IsGood(SignalAnswer answer) =>
        (answer.Failure is null || (answer.Signals.Count == 0 && answer.Dropped.Count == 0))
        && answer.Signals.Count <= 20
        && answer.Signals.All(static signal => Enum.IsDefined(signal.Kind) && signal.Confidence is >= 0 and <= 1 && Messages.Contains(signal.Message)
            && signal.Text.Length is > 0 and <= 1000 && signal.Text == string.Join(' ', signal.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        && answer.Signals.DistinctBy(static signal => (signal.Kind, signal.Text.ToUpperInvariant())).Count() == answer.Signals.Count;
}
