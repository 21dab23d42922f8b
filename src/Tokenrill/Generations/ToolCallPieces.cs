using System.Text;
using Tokenrill.Logs;

namespace Tokenrill.Generations;

/// <summary>Turns pieces of tool calls into events: gives each call a dense index of its own, and tells its first piece
/// from the later ones.</summary>
/// <remarks>Some servers send every call whole with index 0, so a new id begins a new call whatever its index says.</remarks>
internal sealed class ToolCallPieces(LogWriter writer)
{
    /// <summary>More calls than any answer has; a provider that sends more has gone wrong, and the log's places are bounded.</summary>
    public const int Most = 4096;

    private readonly List<Call> _calls = [];

    /// <summary>Whether a call was refused because there were <see cref="Most"/> before it.</summary>
    public bool IsFull { get; private set; }

    public bool Add(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments, ref byte[] scratch)
    {
        var call = Find(index);
        if (call is null || (!id.IsEmpty && !call.Detail.Id.Equals(Encoding.UTF8.GetString(id), StringComparison.Ordinal)))
            return Begin(index, id, name, arguments, ref scratch);
        var whole = call.Carry.Take(arguments, ref scratch);
        return !whole.IsEmpty && writer.ToolCallFragment(call.Place, whole);
    }

    public void Close()
    {
        foreach (var call in _calls)
            if (call.Carry.Finish() is { IsEmpty: false } rest)
                writer.ToolCallFragment(call.Place, rest);
    }

    private bool Begin(int index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name, ReadOnlySpan<byte> arguments, ref byte[] scratch)
    {
        var ordinal = _calls.Count;
        if (ordinal == Most)
        {
            IsFull = true;
            return false;
        }
        // Ollama's older versions give no id; a tool's answer must have something to refer to.
        var call = new Call(index, new ToolCallDetail(ordinal, id.IsEmpty ? $"call_{ordinal}" : Encoding.UTF8.GetString(id), Encoding.UTF8.GetString(name)));
        call.Place = writer.ToolCall(call.Detail, call.Carry.Take(arguments, ref scratch));
        if (call.Place < 0)
            return false;
        _calls.Add(call);
        return true;
    }

    private Call? Find(int index)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
            if (_calls[i].Index == index)
                return _calls[i];
        return null;
    }

    private sealed class Call(int index, ToolCallDetail detail)
    {
        // A field, because it is a mutable struct.
        public Utf8Carry Carry;

        public int Index => index;

        public ToolCallDetail Detail => detail;

        public int Place { get; set; }
    }
}
