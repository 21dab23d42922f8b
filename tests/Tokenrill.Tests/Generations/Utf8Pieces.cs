using Tokenrill.Generations;

namespace Tokenrill.Tests.Generations;

internal static class Utf8Pieces
{
    /// <summary>Sends the pieces through a carry and joins what comes out.</summary>
    public static byte[] Join(IEnumerable<byte[]> pieces)
    {
        var carry = new Utf8Carry();
        byte[] scratch = [];
        var joined = new List<byte>();
        foreach (var piece in pieces)
            joined.AddRange(carry.Take(piece, ref scratch));
        joined.AddRange(carry.Finish());
        return [.. joined];
    }

    /// <summary>Cuts bytes at these places, in whatever order and however often they are named.</summary>
    public static IEnumerable<byte[]> Cut(byte[] bytes, IEnumerable<int> places)
    {
        var from = 0;
        foreach (var place in places.Select(place => place % (bytes.Length + 1)).Append(bytes.Length).Order())
        {
            yield return bytes[from..place];
            from = place;
        }
    }
}
