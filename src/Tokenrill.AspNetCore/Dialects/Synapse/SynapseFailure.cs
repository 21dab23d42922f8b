using System.Buffers;
using Tokenrill.AspNetCore.Framing;
using Tokenrill.Generations;
using Tokenrill.Logs;

namespace Tokenrill.AspNetCore.Dialects.Synapse;

/// <summary>How a generation ended that did not complete, as Synapse says it.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Id">Under which the server's log has the rest.</param>
internal sealed record SynapseFailure(UnfinishedEnd End, string Id)
{
    /// <summary>The failure that a terminal event is. To be asked once for each answer, because the log says it.</summary>
    public static SynapseFailure Of(Generation generation, in LogEvent terminal, SynapseErrorIds ids)
    {
        var end = UnfinishedEnd.Of(terminal);
        return new(end, ids.Tell(end.Error?.Id ?? generation.Id, generation.CreatedAt + terminal.Elapsed));
    }

    /// <summary>An error that takes the place of an answer: <c>{"error","message"}</c>, and the id where there is one.</summary>
    public static void Write(string code, string message, string? id, IBufferWriter<byte> output)
    {
        var json = new Utf8Output(output);
        json.Raw("{\"error\":"u8);
        json.JsonString(code);
        json.Raw(",\"message\":"u8);
        json.JsonString(message);
        if (id is not null)
        {
            json.Raw(",\"error_id\":"u8);
            json.JsonString(id);
        }
        json.Raw("}"u8);
        json.Commit();
    }
}
