using System.Buffers;

namespace Tokenrill.Providers.OpenAI;

/// <summary>
/// What is the same in one chunk after another. Nearly all chunks of a stream differ in their text only, so what a walk over
/// one has found holds for the next one that has the same bytes before and behind its text: two comparisons instead of a walk.
/// </summary>
/// <remarks>Sound because a chunk says the same whatever stands between the quotes of its one piece of text, as long as that
/// ends no string and needs no unescaping. Whatever does not fit is walked over as ever.</remarks>
internal sealed class ChunkTemplate : IDisposable
{
    // Longer chunks are rare, and their walk is not what costs.
    private const int MaxBytes = 4096;

    private static readonly SearchValues<byte> NotPlain = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private byte[] _bytes = [];
    private int _before;
    private int _behind;
    private int _seen;
    private int _textStart;
    private int _textLength;
    private bool _isReasoning;

    /// <summary>Whether this chunk differs from the one learnt in its text only.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="text">Its text, never empty.</param>
    /// <param name="isReasoning">Whether that is reasoning.</param>
    public bool TryMatch(ReadOnlySpan<byte> chunk, out ReadOnlySpan<byte> text, out bool isReasoning)
    {
        text = default;
        isReasoning = _isReasoning;
        if (_before == 0 || chunk.Length <= _before + _behind)
            return false;
        if (!chunk.StartsWith(_bytes.AsSpan(0, _before)) || !chunk.EndsWith(_bytes.AsSpan(_before, _behind)))
            return false;
        text = chunk[_before..^_behind];
        return !text.ContainsAny(NotPlain);
    }

    /// <summary>A walk over a chunk begins.</summary>
    public void Begin()
    {
        _before = 0;
        _seen = 0;
    }

    /// <summary>The walk found a piece of text.</summary>
    /// <param name="start">Where it begins in the chunk, behind its quote.</param>
    /// <param name="length">Its length in bytes, as it stands.</param>
    /// <param name="isReasoning">Whether it is reasoning.</param>
    public void SawText(int start, int length, bool isReasoning)
    {
        _seen++;
        _textStart = start;
        _textLength = length;
        _isReasoning = isReasoning;
    }

    /// <summary>The walk found something else that means something: such a chunk is no pattern for the next.</summary>
    public void SawMore() => _seen += 2;

    /// <summary>The walk is over, and found no fault.</summary>
    public void Learn(ReadOnlySpan<byte> chunk)
    {
        if (_seen != 1 || chunk.Length > MaxBytes)
            return;
        var behind = chunk[(_textStart + _textLength)..];
        if (_bytes.Length < _textStart + behind.Length)
        {
            Dispose();
            _bytes = ArrayPool<byte>.Shared.Rent(_textStart + behind.Length);
        }
        chunk[.._textStart].CopyTo(_bytes);
        behind.CopyTo(_bytes.AsSpan(_textStart));
        _before = _textStart;
        _behind = behind.Length;
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _before = 0;
    }
}
