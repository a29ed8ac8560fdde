using System.Runtime.InteropServices;

namespace Softswitch.Net.Native;

internal static unsafe partial class LibC
{
    public const int InternetFamily = 2;
    public const int Internet6Family = 10;
    public const int Datagram = 2;

    public const int SocketLevel = 1;
    public const int ReusePort = 15;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int SendBufferForce = 32;
    public const int ReceiveBufferForce = 33;

    public const int IpLevel = 0;
    public const int IpTypeOfService = 1;
    public const int IpPathMtuDiscovery = 10;
    public const int IpReceiveErrors = 11;

    public const int Ip6Level = 41;
    public const int Ip6ReceiveErrors = 25;
    public const int Ip6Only = 26;
    public const int Ip6TrafficClass = 67;

    public const int ErrorQueue = 0x2000;
    public const int NoBuffers = 105;
    public const short PollOut = 4;

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, byte* address, int length);

    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, int length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetName(int socket, byte* address, int* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int socket, int level, int option, int* value, int length);

    [LibraryImport(Library, EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMany(int socket, BatchedMessage* messages, uint count, int flags, TimeSpec* timeout);

    [LibraryImport(Library, EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int socket, BatchedMessage* messages, uint count, int flags);

    [LibraryImport(Library, EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint Receive(int socket, Message* message, int flags);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, ulong count, int milliseconds);

    /// <summary><c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary><c>struct msghdr</c> of glibc on 64-bit machines.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary><c>struct mmsghdr</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BatchedMessage
    {
        public Message Message;
        public uint Length;
    }

    /// <summary><c>struct pollfd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
