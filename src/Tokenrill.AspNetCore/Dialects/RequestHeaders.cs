using Microsoft.AspNetCore.Http;
using Tokenrill.Generations;
using Tokenrill.Sessions;

namespace Tokenrill.AspNetCore.Dialects;

/// <summary>What a request says in headers because its dialect's body has no member for it.</summary>
internal static class RequestHeaders
{
    public const string Session = "Tokenrill-Session", OnBusy = "Tokenrill-On-Busy", IdempotencyKey = "Idempotency-Key";

    /// <summary>Whether the same request may come again: only then a digest of its body is of use.</summary>
    public static bool IsKeyed(IHeaderDictionary headers) => headers.ContainsKey(IdempotencyKey);

    /// <summary>The request with what its headers say.</summary>
    /// <param name="request">What the body says.</param>
    /// <param name="headers">The headers.</param>
    /// <param name="call">What is called; the same key for another call is another request.</param>
    /// <param name="digest">Of the body, when there is a key.</param>
    /// <exception cref="TokenrillException">A header has a value it may not have; the field is the header's name.</exception>
    public static GenerationRequest Apply(GenerationRequest request, IHeaderDictionary headers, string call, string? digest)
    {
        var session = Find(headers, Session);
        if (session is null && digest is null && !headers.ContainsKey(OnBusy))
            return request;
        return request with
        {
            Session = session,
            OnBusy = ReadOnBusy(Find(headers, OnBusy)),
            IdempotencyKey = Find(headers, IdempotencyKey),
            // The same body for another session is another request.
            Fingerprint = digest is null ? null : $"{call} {digest} {session}",
        };
    }

    private static string? Find(IHeaderDictionary headers, string name) =>
        headers[name].ToString() is { Length: > 0 } value ? value : null;

    private static OnBusy? ReadOnBusy(string? value) => value switch
    {
        null => null,
        "supersede" => Sessions.OnBusy.Supersede,
        "reject" => Sessions.OnBusy.Reject,
        "attach" => Sessions.OnBusy.Attach,
        _ => throw TokenrillException.Invalid(OnBusy, "must be supersede, reject or attach"),
    };
}
