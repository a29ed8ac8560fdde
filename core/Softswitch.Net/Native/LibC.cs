using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Softswitch.Net.Native;

/// <summary>The system calls of Linux behind a worker: polling, waking, sleeping. Sockets are in the other half.</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    public const int Interrupted = 4;
    public const int TryAgain = 11;

    public const int EpollAdd = 1;
    public const int EpollDelete = 2;
    public const int EpollModify = 3;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(SafeFileHandle epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* events, int capacity, int milliseconds);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle descriptor, ulong* value, nint length);

    [LibraryImport(Library, EntryPoint = "nanosleep", SetLastError = true)]
    public static partial int Sleep(TimeSpec* time, TimeSpec* remaining);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport(Library, EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport(Library, EntryPoint = "mallinfo2")]
    public static partial HeapState AllocatedMemory();

    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    public static partial int TrimMemory(nuint kept);

    /// <summary>Number of the error of this thread's last call.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    /// <summary>The exception for the last call's error, saying what was attempted in a text that is at hand.</summary>
    public static IOException Failure(string attempt) => Failure(attempt, LastError);

    /// <summary>The exception for an error, saying what was attempted. Its HResult is the error's number.</summary>
    public static IOException Failure(string attempt, int error) =>
        new($"{attempt}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    /// <summary>The system's <c>struct timespec</c> on 64-bit machines.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    /// <summary>The C library's <c>struct mallinfo2</c>: of all arenas together, in bytes but for the counts of blocks.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct HeapState
    {
        public nuint Held;
        public nuint FreeBlocks;
        public nuint FastBlocks;
        public nuint MappedBlocks;
        public nuint MappedInUse;
        public nuint Unused;
        public nuint FastFree;
        public nuint InUse;
        public nuint Free;
        public nuint Trimmable;
    }

    /// <summary>The system's <c>struct rlimit</c> on 64-bit machines.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
