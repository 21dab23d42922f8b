namespace Tokenrill.Providers.Simulator.Texts;

/// <summary>Reads a <see cref="TextSource"/> token by token.</summary>
internal sealed class PassageReader
{
    private readonly TextSource _source;
    private readonly int[] _order;
    private ulong _random;
    private TextToken[] _passage;
    private int _at;
    private int _next;

    public PassageReader(TextSource source, ulong seed)
    {
        _source = source;
        _random = seed;
        _order = [.. Enumerable.Range(0, source.Passages.Length)];
        _passage = source.Opening;
    }

    public TextToken Next()
    {
        if (_at == _passage.Length)
        {
            if (_next % _order.Length == 0)
                Shuffle();
            _passage = _source.Passages[_order[_next++ % _order.Length]];
            _at = 0;
        }
        return _passage[_at++];
    }

    /// <summary>Every passage is read once before one is read again.</summary>
    private void Shuffle()
    {
        for (var last = _order.Length - 1; last > 0; last--)
        {
            var other = (int)(Seeds.Next(ref _random) % (ulong)(last + 1));
            (_order[last], _order[other]) = (_order[other], _order[last]);
        }
    }
}
