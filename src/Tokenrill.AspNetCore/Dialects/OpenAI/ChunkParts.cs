using System.Buffers;
using System.Text;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

/// <summary>What is the same in all chunks of one stream, as the bytes that are sent.</summary>
internal sealed class ChunkParts
{
    private ChunkParts(byte[] head, bool withUsage)
    {
        // With include_usage every chunk has the member, null in all but the last.
        var end = withUsage ? ",\"usage\":null}\n\n"u8 : "}\n\n"u8;
        ReadOnlySpan<byte> unfinished = "},\"finish_reason\":null}]"u8;
        Head = head;
        End = end.ToArray();
        Delta = [.. head, .. "{\"index\":0,\"delta\":{"u8];
        AfterDelta = [.. unfinished, .. end];
        Text = [.. Delta, .. "\"content\":\""u8];
        Reasoning = [.. Delta, .. "\"reasoning_content\":\""u8];
        AfterPiece = [.. "\""u8, .. AfterDelta];
        First = [.. Delta, .. "\"role\":\"assistant\",\"content\":\"\""u8, .. AfterDelta];
    }

    /// <summary>Up to and including the bracket that opens <c>choices</c>.</summary>
    public byte[] Head { get; }

    /// <summary>What follows the bracket that closes <c>choices</c>.</summary>
    public byte[] End { get; }

    /// <summary>Up to and including the brace that opens <c>delta</c>.</summary>
    public byte[] Delta { get; }

    /// <summary>From the brace that closes <c>delta</c>, in a chunk that is not the last.</summary>
    public byte[] AfterDelta { get; }

    /// <summary>What stands before a piece of text.</summary>
    public byte[] Text { get; }

    /// <summary>What stands before a piece of reasoning.</summary>
    public byte[] Reasoning { get; }

    /// <summary>What stands behind a piece of text or reasoning.</summary>
    public byte[] AfterPiece { get; }

    /// <summary>The whole first chunk.</summary>
    public byte[] First { get; }

    /// <summary>The parts of a generation's chunks while this model answers.</summary>
    public static ChunkParts Of(Generation generation, string model, bool withUsage)
    {
        var head = new ArrayBufferWriter<byte>();
        var json = new Utf8Output(head);
        json.Raw("data: "u8);
        WriteIdentity(ref json, generation, "chat.completion.chunk"u8, model);
        json.Commit();
        return new ChunkParts(head.WrittenSpan.ToArray(), withUsage);
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
