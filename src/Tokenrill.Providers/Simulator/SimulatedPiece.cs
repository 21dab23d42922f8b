namespace Tokenrill.Providers.Simulator;

/// <summary>What a piece is part of.</summary>
internal enum PieceKind
{
    Text,
    Reasoning,
    ToolCall,
}

/// <summary>What is pushed at once.</summary>
/// <param name="Kind">What it is part of.</param>
/// <param name="Bytes">UTF-8, or WTF-8 where a surrogate pair is cut in half.</param>
/// <param name="IsWhole">Whether it ends between characters. A piece that does is counted as a token.</param>
internal readonly record struct SimulatedPiece(PieceKind Kind, byte[] Bytes, bool IsWhole);
