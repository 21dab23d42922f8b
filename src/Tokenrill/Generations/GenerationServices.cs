using Tokenrill.Diagnostics;
using Tokenrill.Journals;
using Tokenrill.Options;
using Tokenrill.Time;

namespace Tokenrill.Generations;

/// <summary>What every generation of one engine shares.</summary>
internal sealed record GenerationServices(TokenrillOptions Options, Clock Clock, Sweep Sweep, IJournal Journal, GenerationEvents Events);
