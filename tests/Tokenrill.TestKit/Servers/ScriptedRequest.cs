namespace Tokenrill.TestKit.Servers;

/// <summary>A request as a <see cref="ScriptedServer"/> received it.</summary>
/// <param name="Connection">Which connection it came on, by the order of acceptance, from 1.</param>
/// <param name="Method">For example <c>POST</c>.</param>
/// <param name="Path">With the query.</param>
/// <param name="Headers">By name, in any case; of a repeated header the last.</param>
/// <param name="Body">Its body, whole.</param>
public sealed record ScriptedRequest(int Connection, string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body);
}
