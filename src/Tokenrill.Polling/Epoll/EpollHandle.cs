using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Tokenrill.Polling.Epoll;

/// <summary>The kernel's list of sockets that are watched. What happens to one is told once, to one of the threads that wait.</summary>
internal sealed partial class EpollHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int CloseOnExec = 0x80000, Add = 1;

    private EpollHandle(int descriptor)
        : base(ownsHandle: true) => SetHandle(descriptor);

    /// <exception cref="Win32Exception">The system gives no more descriptors.</exception>
    public static EpollHandle Create() => Create(CloseOnExec) is var descriptor and >= 0 ? new EpollHandle(descriptor) : throw new Win32Exception(Marshal.GetLastPInvokeError());

    /// <summary>Watches a socket for everything, until it is closed.</summary>
    /// <exception cref="Win32Exception">The system watches no more.</exception>
    public void Watch(SafeSocketHandle socket, ulong key)
    {
        Span<byte> entry = stackalloc byte[EpollBatch.EventBytes];
        EpollBatch.Write(entry, EpollEvents.In | EpollEvents.Out | EpollEvents.PeerClosed | EpollEvents.EdgeTriggered, key);
        if (Control(this, Add, socket, ref MemoryMarshal.GetReference(entry)) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Waits until something happens, and says how much. 0 when it was interrupted, or when nothing has happened in that time.</summary>
    /// <param name="batch">Takes what has happened.</param>
    /// <param name="milliseconds">For how long at most; -1: for as long as it takes.</param>
    public int Wait(EpollBatch batch, int milliseconds) =>
        Math.Max(0, Wait(this, ref MemoryMarshal.GetArrayDataReference(batch.Bytes), batch.Most, milliseconds));

    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    private static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    private static partial int Control(EpollHandle epoll, int operation, SafeSocketHandle socket, ref byte entry);

    [LibraryImport("libc", EntryPoint = "epoll_wait")]
    private static partial int Wait(EpollHandle epoll, ref byte events, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
