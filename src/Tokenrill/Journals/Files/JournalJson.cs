using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tokenrill.Logs;
using Tokenrill.Sessions;

namespace Tokenrill.Journals.Files;

/// <summary>What is rare stands in records as JSON, so that people can read it.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GenerationHead))]
[JsonSerializable(typeof(StatusDetail))]
[JsonSerializable(typeof(ToolCallDetail))]
[JsonSerializable(typeof(UsageDetail))]
[JsonSerializable(typeof(CompletedDetail))]
[JsonSerializable(typeof(FailedDetail))]
[JsonSerializable(typeof(CancelledDetail))]
[JsonSerializable(typeof(SupersededDetail))]
[JsonSerializable(typeof(SessionBegun))]
[JsonSerializable(typeof(MessageCreated))]
[JsonSerializable(typeof(GenerationStarted))]
[JsonSerializable(typeof(GenerationEnded))]
[JsonSerializable(typeof(TitleChanged))]
[JsonSerializable(typeof(SignalCreated))]
[JsonSerializable(typeof(SignalDismissed))]
[JsonSerializable(typeof(SessionErased))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Four values are written for the shortest answer.
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>Writes a value.</summary>
    public static void Write(IBufferWriter<byte> output, object value)
    {
        var writer = _writer ??= new Utf8JsonWriter(output, Plain);
        writer.Reset(output);
        switch (value)
        {
            // What every answer has goes straight to what was generated for it.
            case GenerationHead head:
                Default.GenerationHead.SerializeHandler!(writer, head);
                break;
            case StatusDetail status:
                Default.StatusDetail.SerializeHandler!(writer, status);
                break;
            case UsageDetail usage:
                Default.UsageDetail.SerializeHandler!(writer, usage);
                break;
            case CompletedDetail completed:
                Default.CompletedDetail.SerializeHandler!(writer, completed);
                break;
            default:
                JsonSerializer.Serialize(writer, value, Default.GetTypeInfo(value.GetType())!);
                break;
        }
        writer.Flush();
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type) ?? throw new InvalidDataException("A record holds null where it must not.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("A record holds JSON that is none.", exception);
        }
    }
}
