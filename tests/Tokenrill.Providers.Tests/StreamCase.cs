using System.Text;
using Tokenrill.Providers.Transport;

namespace Tokenrill.Providers.Tests;

/// <summary>An answer's body as some provider sends it, and the calls it must become.</summary>
internal sealed record StreamCase(byte[] Body, params string[] Calls)
{
    public static readonly ProviderIdentity Provider = new("test", []);

    public StreamCase(string body, params string[] calls)
        : this(Encoding.UTF8.GetBytes(body), calls)
    {
    }

    /// <summary>Decodes the body in these pieces; a failure is the last call.</summary>
    public static IReadOnlyList<string> Decode(Func<IGenerationSink, IAnswerDecoder> create, params IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var sink = new RecordingSink();
        using var decoder = create(sink);
        try
        {
            foreach (var piece in pieces)
            {
                // A buffer of its own, overwritten afterwards: as the one that the next read fills.
                var buffer = piece.ToArray();
                decoder.Feed(buffer);
                Array.Fill(buffer, (byte)'#');
            }
            if (!decoder.IsDone)
                decoder.End();
            return sink.Calls;
        }
        catch (ProviderException failure)
        {
            return [.. sink.Calls, "failed:" + failure.Code];
        }
    }

    /// <summary>The body in two pieces, cut at every position.</summary>
    public void ShouldNotDependOnTheCut(Func<IGenerationSink, IAnswerDecoder> create)
    {
        for (var cut = 0; cut <= Body.Length; cut++)
            Decode(create, Body.AsMemory(0, cut), Body.AsMemory(cut)).ShouldBe(Calls, $"cut at {cut}");
        Decode(create, Enumerable.Range(0, Body.Length).Select(i => (ReadOnlyMemory<byte>)Body.AsMemory(i, 1))).ShouldBe(Calls, "byte by byte");
    }
}
