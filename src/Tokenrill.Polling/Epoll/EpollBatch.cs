using System.Runtime.InteropServices;

namespace Tokenrill.Polling.Epoll;

/// <summary>Room for the events of one wait, as the kernel lays them out: packed on x86, aligned elsewhere.</summary>
internal sealed class EpollBatch(int most)
{
    private static readonly bool IsPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;

    private static readonly int KeyAt = IsPacked ? sizeof(uint) : sizeof(ulong);

    /// <summary>How many bytes an event takes.</summary>
    public static readonly int EventBytes = KeyAt + sizeof(ulong);

    /// <summary>What the kernel fills.</summary>
    public byte[] Bytes { get; } = GC.AllocateArray<byte>(most * EventBytes, pinned: true);

    /// <summary>How many events there is room for.</summary>
    public int Most => most;

    /// <summary>One of the events, and whose it is.</summary>
    public (EpollEvents Events, ulong Key) this[int index]
    {
        get
        {
            var bytes = Bytes.AsSpan(index * EventBytes, EventBytes);
            return ((EpollEvents)MemoryMarshal.Read<uint>(bytes), MemoryMarshal.Read<ulong>(bytes[KeyAt..]));
        }
    }

    /// <summary>Writes one event.</summary>
    public static void Write(Span<byte> bytes, EpollEvents events, ulong key)
    {
        MemoryMarshal.Write(bytes, (uint)events);
        MemoryMarshal.Write(bytes[KeyAt..], key);
    }
}
