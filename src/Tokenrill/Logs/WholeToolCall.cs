using System.Buffers;

namespace Tokenrill.Logs;

/// <summary>A tool call with its pieces joined. Pieces of several calls may be interleaved in the log.</summary>
/// <param name="Call">Which call, and of what tool.</param>
/// <param name="Arguments">All of its arguments that were there, UTF-8; JSON as the model wrote it.</param>
public sealed record WholeToolCall(ToolCallDetail Call, ReadOnlyMemory<byte> Arguments)
{
    /// <summary>The calls up to and including event <paramref name="last"/>, in order. Empty when there is none.</summary>
    public static IReadOnlyList<WholeToolCall> Of(GenerationLog log, int last)
    {
        var calls = new List<(ToolCallDetail Call, ArrayBufferWriter<byte> Arguments)>();
        for (var sequence = 1; sequence <= last; sequence++)
        {
            var next = log[sequence];
            if (next.Kind == EventKind.ToolCall)
                calls.Add(((ToolCallDetail)next.Detail, new ArrayBufferWriter<byte>()));
            if (next.Kind is EventKind.ToolCall or EventKind.ToolCallFragment)
                calls[((ToolCallDetail)next.Detail).Index].Arguments.Write(next.Bytes);
        }
        return calls.ConvertAll(call => new WholeToolCall(call.Call, call.Arguments.WrittenMemory));
    }
}
