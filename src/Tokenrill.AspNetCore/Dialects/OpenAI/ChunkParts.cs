using System.Buffers;
using System.Text;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>What is the same in all chunks of one stream, as the bytes that are sent. Only the beginning is the stream's
/// own; the rest all streams share.</summary>
internal sealed class ChunkParts
{
    private readonly byte[] _delta;
    private readonly int _headLength;
    private readonly bool _withUsage;

    private ChunkParts(ReadOnlySpan<byte> head, bool withUsage)
    {
        _delta = [.. head, .. "{\"index\":0,\"delta\":{"u8];
        _headLength = head.Length;
        _withUsage = withUsage;
    }

    /// <summary>Up to and including the bracket that opens <c>choices</c>.</summary>
    public ReadOnlySpan<byte> Head => _delta.AsSpan(0, _headLength);

    /// <summary>Up to and including the brace that opens <c>delta</c>.</summary>
    public ReadOnlySpan<byte> Delta => _delta;

    /// <summary>From the brace that closes <c>delta</c>, in a chunk that is not the last.</summary>
    public ReadOnlySpan<byte> AfterDelta => AfterPiece[1..];

    // With include_usage every chunk has the member, null in all but the last.

    /// <summary>What stands behind a piece of text or reasoning, from the quote that ends it.</summary>
    public ReadOnlySpan<byte> AfterPiece => _withUsage
        ? "\"},\"finish_reason\":null}],\"usage\":null}\n\n"u8
        : "\"},\"finish_reason\":null}]}\n\n"u8;

    /// <summary>What follows the bracket that closes <c>choices</c>.</summary>
    public ReadOnlySpan<byte> End => _withUsage ? ",\"usage\":null}\n\n"u8 : "}\n\n"u8;

    /// <summary>The parts of a generation's chunks while this model answers.</summary>
    public static ChunkParts Of(Generation generation, string model, bool withUsage)
    {
        var head = new ArrayBufferWriter<byte>();
        var json = new Utf8Output(head);
        json.Raw("data: "u8);
        WriteIdentity(ref json, generation, "chat.completion.chunk"u8, model);
        json.Commit();
        return new ChunkParts(head.WrittenSpan, withUsage);
    }

    /// <summary>The members that every answer begins with, up to the bracket that opens <c>choices</c>.</summary>
    public static void WriteIdentity(ref Utf8Output json, Generation generation, ReadOnlySpan<byte> kind, string model)
    {
        json.Raw("{\"id\":\"chatcmpl-"u8);
        json.Raw(Encoding.UTF8.GetBytes(generation.Id[(generation.Id.IndexOf('_', StringComparison.Ordinal) + 1)..]));
        json.Raw("\",\"object\":\""u8);
        json.Raw(kind);
        json.Raw("\",\"created\":"u8);
        json.Number(generation.CreatedAt.ToUnixTimeSeconds());
        json.Raw(",\"model\":"u8);
        json.JsonString(model);
        json.Raw(",\"choices\":["u8);
    }
}
