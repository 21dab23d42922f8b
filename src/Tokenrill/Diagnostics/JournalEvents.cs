using Microsoft.Extensions.Logging;

namespace Tokenrill.Diagnostics;

/// <summary>What an operator sees of the journal.</summary>
internal sealed partial class JournalEvents(ILogger logger)
{
    [LoggerMessage(60, LogLevel.Information, "Journal opened in {Milliseconds} ms folder={Folder} bytes={Bytes} records={Records} generations={Generations} sessions={Sessions} interrupted={Interrupted}")]
    public partial void Opened(string folder, long milliseconds, long bytes, long records, int generations, int sessions, int interrupted);

    [LoggerMessage(61, LogLevel.Warning, "Journal: {File} ends in the middle of a record, as a crash leaves it: cut at {Offset}, {Bytes} bytes ({What})")]
    public partial void CutOff(string file, long offset, long bytes, string what);

    [LoggerMessage(62, LogLevel.Error, "Journal: {File} is damaged at {Offset}, {Bytes} bytes ({What}): what was there is lost, everything else is read")]
    public partial void Damaged(string file, long offset, long bytes, string what);

    [LoggerMessage(63, LogLevel.Error, "Journal: {File} at {Offset} holds a record that makes no sense and is passed over: {What}")]
    public partial void Senseless(string file, long offset, string what);

    [LoggerMessage(64, LogLevel.Error, "Journal: {Generation} cannot be read any more from event {Sequence} on")]
    public partial void Lost(string generation, int sequence);

    [LoggerMessage(65, LogLevel.Information, "Journal: {File} dropped, all that was in it has expired")]
    public partial void Dropped(string file);

    [LoggerMessage(66, LogLevel.Information, "Journal: a deleted session is erased, segments rewritten: {Segments}")]
    public partial void Erased(int segments);

    [LoggerMessage(67, LogLevel.Information, "Journal: everything is stored again")]
    public partial void Healed();

    [LoggerMessage(69, LogLevel.Error, "Journal: what could not be stored is let go of, because memory is full generations={Generations} sessionEvents={Events}")]
    public partial void GaveUp(int generations, int events);

    public void Failed(Exception exception) => LogFailed(exception.Message);

    [LoggerMessage(68, LogLevel.Error, "Journal: nothing is stored until the disk takes it again, tried every second: {Reason}")]
    private partial void LogFailed(string reason);
}
