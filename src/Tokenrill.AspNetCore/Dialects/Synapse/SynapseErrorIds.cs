using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Tokenrill.AspNetCore.Dialects.Synapse;

/// <summary>Ids of failures as Synapse has them, such as <c>ERR_20250814_181724_130508254017584</c>: date and time in UTC, and
/// 15 digits. They follow from the engine's own id, so all who are told of one failure are told one id.</summary>
internal sealed partial class SynapseErrorIds(ILogger<SynapseErrorIds> logger)
{
    private const ulong Numbers = 1_000_000_000_000_000;

    /// <summary>The id of a failure. The log says which of the engine's it is.</summary>
    /// <param name="engineId">The engine's: of the error, or of a generation that ended without one.</param>
    /// <param name="at">When it failed.</param>
    public string Tell(string engineId, DateTimeOffset at)
    {
        var number = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.ASCII.GetBytes(engineId))) % Numbers;
        var id = string.Create(CultureInfo.InvariantCulture, $"ERR_{at.UtcDateTime:yyyyMMdd_HHmmss}_{number:D15}");
        LogId(id, engineId);
        return id;
    }

    [LoggerMessage(130, LogLevel.Information, "{ErrorId} is {EngineId}")]
    private partial void LogId(string errorId, string engineId);
}
