using System.Globalization;

namespace Tokenrill.Rig.Loads;

/// <summary>One call of the load generator. Times in seconds.</summary>
/// <param name="Tokens">How many make a stream whole.</param>
/// <param name="Words">How the provider is to behave, besides the number of tokens.</param>
/// <param name="Ramp">Over how long the streams are opened.</param>
/// <param name="Repeat">How long each connection asks again; 0: once.</param>
/// <param name="Timeout">When what is still open is given up.</param>
internal sealed record Load(int Streams, int Tokens, string Words, double Ramp = 0, double Repeat = 0, double Timeout = 120)
{
    public string AllWords => string.Create(CultureInfo.InvariantCulture, $"tokens={Tokens} size=8 {Words}");
}

/// <summary>What the load generator asks for, over and over.</summary>
/// <param name="Body">Of a POST; without, it is a GET.</param>
internal sealed record LoadRequest(string Url, string[] Headers, string? Body);
