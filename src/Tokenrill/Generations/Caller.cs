namespace Tokenrill.Generations;

/// <summary>Who asks. Generations belong to the caller that started them.</summary>
/// <param name="Name">The name of the key, or the server's only user when it has no keys.</param>
/// <param name="IsAdmin">Whether everybody's generations may be seen and stopped.</param>
public readonly record struct Caller(string Name, bool IsAdmin = false)
{
    /// <summary>Whether this caller may read and stop what belongs to <paramref name="owner"/>.</summary>
    public bool MayTouch(string owner) => IsAdmin || string.Equals(Name, owner, StringComparison.Ordinal);
}
