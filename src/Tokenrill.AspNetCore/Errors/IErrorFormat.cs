using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Tokenrill.AspNetCore.Errors;

/// <summary>How a dialect says, before the headers are out, that a request was not served. An endpoint carries its
/// dialect's as metadata; without one the answer is problem+json.</summary>
internal interface IErrorFormat
{
    /// <summary>The body's content type.</summary>
    string ContentType { get; }

    /// <summary>The HTTP status: the error's own, unless the dialect's clients could not read the body then. With 204 there is no
    /// body.</summary>
    int StatusOf(RequestError error, HttpRequest request) => error.Status;

    /// <summary>Writes the body.</summary>
    void Write(RequestError error, IBufferWriter<byte> output);
}
