namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>A text that never ends: an opening, then its passages in an order that the seed decides, over and over.</summary>
/// <param name="Opening">What every answer begins with.</param>
/// <param name="Passages">What follows; each begins with the blank that separates it.</param>
internal sealed record TextSource(TextToken[] Opening, TextToken[][] Passages);

/// <summary>A token of a text.</summary>
/// <param name="Bytes">UTF-8, or WTF-8 where a surrogate pair is cut in half.</param>
/// <param name="IsWhole">Whether it ends between characters.</param>
internal readonly record struct TextToken(byte[] Bytes, bool IsWhole);
