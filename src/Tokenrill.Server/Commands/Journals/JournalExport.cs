using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Tokenrill.AspNetCore.Dialects.Native;
using Tokenrill.Journals;
using Tokenrill.Journals.Files;
using Tokenrill.Logs;

namespace Tokenrill.Server.Commands.Journals;

/// <summary>Writes everything that is in a journal as JSON lines: first the sessions, then the generations. One of them at a time is in memory.</summary>
internal sealed class JournalExport(JournalLines lines)
{
    private readonly ArrayBufferWriter<byte> _event = new();

    public static int Run(JournalFolder folder, JournalArguments arguments)
    {
        using var lines = new JournalLines(StandardOutput.Open());
        var export = new JournalExport(lines);
        foreach (var session in folder.ReadSessions())
            if (IsWanted(arguments, session.Outline.Key.Owner, session.Outline.Key.Session))
                export.Write(session);
        foreach (var generation in folder.ReadGenerations())
            if (IsWanted(arguments, generation.Head.Owner, generation.Head.Session))
                export.Write(generation);
        lines.Flush();
        return ExitCode.Success;
    }

    private static bool IsWanted(JournalArguments arguments, string owner, string? session) =>
        (arguments.Owner is not { } wantedOwner || owner == wantedOwner) && (arguments.Session is not { } wanted || session == wanted);

    private void Write(StoredSession session)
    {
        lines.Write(JsonSerializer.SerializeToUtf8Bytes(ExportedSession.Of(session), ExportJson.Readable.ExportedSession));
        lines.Write("\n"u8);
    }

    private void Write(StoredGeneration generation)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(ExportedGeneration.Of(generation), ExportJson.Readable.ExportedGeneration);
        // The events stand in the same object, and are not put together before they are written.
        lines.Write(head.AsSpan(0, head.Length - 1));
        lines.Write(",\"events\":["u8);
        for (var sequence = 1; sequence <= generation.Log.LastSequence; sequence++)
        {
            if (sequence > 1)
                lines.Write(","u8);
            Write(generation.Log[sequence]);
        }
        lines.Write("]}\n"u8);
    }

    /// <summary>The native protocol's event, with the milliseconds since its generation was accepted before its other members.</summary>
    private void Write(in LogEvent next)
    {
        Span<byte> milliseconds = stackalloc byte[20];
        Utf8Formatter.TryFormat((long)next.Elapsed.TotalMilliseconds, milliseconds, out var length);
        lines.Write("{\"ms\":"u8);
        lines.Write(milliseconds[..length]);
        lines.Write(","u8);
        _event.ResetWrittenCount();
        NativeProtocol.WriteEvent(next, _event);
        lines.Write(_event.WrittenSpan[1..]);
    }
}
