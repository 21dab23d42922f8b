using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenrill.AspNetCore.Dialects.Messages;

/// <summary>A request's body as it came, for dialects that read it member by member. A member that is there twice is a fault.</summary>
[JsonSourceGenerationOptions(AllowDuplicateProperties = false)]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class BodyJson : JsonSerializerContext;
