using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>The lines of an export, named as in the native protocol.</summary>
[JsonSerializable(typeof(ExportedSession))]
[JsonSerializable(typeof(ExportedGeneration))]
internal sealed partial class ExportJson : JsonSerializerContext
{
    /// <summary>What people may read is written as it is.</summary>
    public static ExportJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
