namespace Tokenrill.AspNetCore.Tests.Promises;

/// <summary>What a client was told in the end, whatever it speaks.</summary>
/// <param name="Terminal"><c>completed</c>, <c>failed</c>, <c>cancelled</c>, <c>superseded</c> or <c>interrupted</c>.</param>
/// <param name="Code">Of a failure: the error's code.</param>
/// <param name="Text">The text it got; null where an error takes the place of the answer.</param>
internal sealed record Told(string Terminal, string? Code, string? Text);
