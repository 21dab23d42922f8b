using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.OpenAI;

[JsonSourceGenerationOptions(AllowDuplicateProperties = false)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class OpenAIJson : JsonSerializerContext;
