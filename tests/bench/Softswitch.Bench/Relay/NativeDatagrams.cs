using System.Runtime.InteropServices;

namespace Softswitch.Bench.Relay;

/// <summary>The system calls of the packet generator, which must cost less than what it measures.</summary>
internal static unsafe partial class NativeDatagrams
{
    private const int MonotonicClock = 1;
    private const int AbsoluteTime = 1;

    [LibraryImport("libc", EntryPoint = "send")]
    public static partial nint Send(int socket, byte* bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv")]
    public static partial nint Receive(int socket, byte* bytes, nint length, int flags);

    /// <summary>Sleeps until a time of the monotonic clock, in nanoseconds.</summary>
    public static void SleepUntil(long time)
    {
        var until = (Seconds: time / 1_000_000_000, Nanoseconds: time % 1_000_000_000);
        _ = ClockSleep(MonotonicClock, AbsoluteTime, &until, null);
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockSleep(int clock, int flags, void* until, void* left);
}
