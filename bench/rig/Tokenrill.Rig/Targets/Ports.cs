namespace Tokenrill.Rig.Targets;

/// <summary>Hands out ports, each once: a port that a process has just left may still be held by its last connections.</summary>
internal sealed class Ports(int first)
{
    private int _next = first;

    public int Take() => _next++;
}
