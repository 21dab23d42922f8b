namespace Tokenrill.Polling.Epoll;

/// <summary>What a socket is ready for, as the kernel says it: https://man7.org/linux/man-pages/man2/epoll_ctl.2.html.</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    In = 0x001,
    Out = 0x004,
    Error = 0x008,
    HangUp = 0x010,
    PeerClosed = 0x2000,
    EdgeTriggered = 1u << 31,
}
