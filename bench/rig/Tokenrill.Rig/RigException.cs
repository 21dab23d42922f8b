namespace Tokenrill.Rig;

/// <summary>The rig cannot go on, and says why to the person in front of it.</summary>
internal sealed class RigException(string message) : Exception(message);
