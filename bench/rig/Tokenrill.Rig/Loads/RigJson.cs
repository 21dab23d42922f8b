using System.Text.Json.Serialization;
using Tokenrill.Rig.Workloads;

namespace Tokenrill.Rig.Loads;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LoadResult))]
[JsonSerializable(typeof(ProviderStatistics))]
[JsonSerializable(typeof(Measurement))]
internal sealed partial class RigJson : JsonSerializerContext;
