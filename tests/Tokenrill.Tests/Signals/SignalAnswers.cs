using System.Text;
using Tokenrill.Signals;

namespace Tokenrill.Tests.Signals;

/// <summary>Answers of a model, and what is read from them.</summary>
internal static class SignalAnswers
{
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static readonly string[] Messages = ["m1", "m2"];

    public static SignalAnswer Read(string answer, params string[] messages) => Read(Encoding.UTF8.GetBytes(answer), messages);

    public static SignalAnswer Read(ReadOnlySpan<byte> answer, params string[] messages) =>
        SignalAnswerReader.Read(answer, messages.Length > 0 ? messages : Messages, [], Now);

    /// <summary>An item as it is asked for, with members replaced by this JSON.</summary>
    public static string Item(string kind = "\"goal\"", string text = "\"Ship in May\"", string confidence = "0.8", string message = "\"m1\"") =>
        $$"""{"kind":{{kind}},"text":{{text}},"confidence":{{confidence}},"message_id":{{message}}}""";
}
