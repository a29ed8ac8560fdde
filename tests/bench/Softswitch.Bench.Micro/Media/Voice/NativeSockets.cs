using System.Runtime.InteropServices;

namespace Softswitch.Bench.Micro.Media.Voice;

/// <summary>The system calls of the ends and of the yardstick.</summary>
internal static unsafe partial class NativeSockets
{
    public const int SocketLevel = 1;

    /// <summary><c>SO_TIMESTAMPNS</c>: the kernel says when a datagram came, which on loopback is when it was sent.</summary>
    public const int Timestamps = 35;

    private const int Monotonic = 1;
    private const int Absolute = 1;

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    public static partial nint Receive(int socket, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg")]
    public static partial nint Receive(int socket, Message* message, int flags);

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetOption(int socket, int level, int option, int* value, int length);

    /// <summary>Sleeps until an instant of the monotonic clock, in nanoseconds.</summary>
    public static void SleepUntil(long nanoseconds)
    {
        var until = new TimeSpec { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };
        _ = Sleep(Monotonic, Absolute, &until, null);
    }

    /// <summary>CPU time in seconds of this process's threads with a name.</summary>
    public static double CpuOf(string thread) => Directory.GetDirectories("/proc/self/task")
        .Where(task => File.ReadAllText(Path.Combine(task, "comm")).TrimEnd() == thread)
        .Sum(task => double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0]) / 1e9);

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int Sleep(int clock, int flags, TimeSpec* time, TimeSpec* remaining);

    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

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
}
