namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>Characters of every length, cut where it hurts.</summary>
internal static class Unicode
{
    public static TextSource Text { get; } = new(
        Cut.Words("This is a simulation of text that is easily damaged. No model has written it:"),
        [
            Cut.Bytes("\nTwo bytes: Füße, niño, Ελλάδα, Київ, ¼ £ §."),
            Cut.Bytes("\nThree bytes: 你好,世界。こんにちは。 안녕하세요. ₹ € ✓ ☃."),
            Cut.Bytes("\nFour bytes: 😀 🚀 🎉 𝄞 𠜎 🏳."),
            Cut.Halves("\nHalf pairs: 😀🚀 🎉🎈 𝄞."),
            Cut.Bytes("\nJoined: 👩‍👩‍👧‍👦 👨🏽‍🚀 🏳️‍🌈 🇩🇪🇯🇵 ❤️."),
            Cut.Halves("\nJoined halves: 👩‍💻 👨‍👩‍👧 🧑🏿‍🎤."),
            Cut.Bytes("\nRight to left: שלום עולם، مرحبا بالعالم \u200F(1)\u200F."),
            Cut.Bytes("\nCombining: e\u0301 n\u0303 a\u030A Z\u0351\u036B\u0343 \u0928\u092E\u0938\u094D\u0924\u0947 \u1112\u1161\u11AB."),
            Cut.Bytes("\nSeparators: a\u2028b\u2029c\u0085d\u00A0e\u200Bf\uFEFFg\tand a CRLF:\r\nh."),
            Cut.Bytes("\nJSON: \"quoted\" \\ back/slash \u0001\u001F\u007F </script>."),
        ]);
}
