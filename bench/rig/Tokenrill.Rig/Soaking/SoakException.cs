namespace Tokenrill.Rig.Soaking;

/// <summary>Something that must not happen has happened to one reader; the soak counts it and goes on.</summary>
internal sealed class SoakException(string message) : Exception(message);
