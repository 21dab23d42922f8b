namespace Tokenrill.Models;

/// <summary>Where a provider pushes what arrives. A delta is a span of UTF-8; no string is made for it.</summary>
/// <remarks>Readers see what is pushed after <see cref="Flush"/>, or at the generation's end: whoever pushes flushes
/// before it waits. Calls after the generation has ended are ignored: a provider that is late harms nobody.</remarks>
public interface IGenerationSink
{
    /// <summary>The connection stands, and the request is sent or about to be: ends the connect deadline.</summary>
    void Connected();

    /// <summary>The provider took the request (a success status arrived) and works on it. Like
    /// an answer's pieces, readers see this after <see cref="Flush"/>.</summary>
    void Accepted();

    /// <summary>A piece of the answer. May hold part of a character at either end: halves are held back until the rest
    /// arrives, also UTF-16 halves written as three bytes each (WTF-8). What can never become text turns into U+FFFD.
    /// Empty pieces are no events.</summary>
    void Text(ReadOnlySpan<byte> utf8);

    /// <summary>A piece of the model's reasoning; otherwise as <see cref="Text"/>.</summary>
    void Reasoning(ReadOnlySpan<byte> utf8);

    /// <summary>A piece of a tool call.</summary>
    /// <param name="index">Which call of this answer, by the provider's counting.</param>
    /// <param name="id">The call's id; empty in all pieces but the first.</param>
    /// <param name="name">The tool's name; empty in all pieces but the first.</param>
    /// <param name="arguments">A piece of the arguments' JSON; may be empty.</param>
    void ToolCall(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments);

    /// <summary>What the provider counted so far; the last one counts.</summary>
    void Usage(in TokenUsage usage);

    /// <summary>The provider said why it stopped; the last one counts. Usage may still follow.</summary>
    void Finish(FinishReason reason);

    /// <summary>Lets readers see everything pushed so far. To be called when the bytes at hand are decoded and more must
    /// be waited for: so tokens that came together leave together.</summary>
    void Flush();
}
