using System.Buffers;
using Microsoft.AspNetCore.Http;
using Tokenrill.AspNetCore.Errors;
using Tokenrill.AspNetCore.Framing;

namespace Tokenrill.AspNetCore.Dialects.Synapse;

/// <summary>Requests that were not served, in Synapse's shape: <c>{"error","message"}</c>. Where the server's log is needed to
/// tell more, an <c>error_id</c> leads there.</summary>
internal sealed class SynapseErrorFormat(SynapseErrorIds ids, TimeProvider time) : IErrorFormat
{
    public string ContentType => ContentTypes.Json;

    public void Write(RequestError error, IBufferWriter<byte> output)
    {
        var id = error.Status >= StatusCodes.Status500InternalServerError ? ids.Tell(error.Error.Id, time.GetUtcNow()) : null;
        SynapseFailure.Write(error.Error.Code.Info().Name, error.Error.Message, id, output);
    }
}
