using System.Runtime.InteropServices;
using Perfolizer.Horology;

namespace Softswitch.Bench.Micro.Measuring;

/// <summary>Processor time of the calling thread, so that what else the machine has to do is not counted.</summary>
internal sealed partial class ThreadClock : IClock
{
    private const int ThreadProcessorTime = 3;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Processor time that the calling thread has used.</summary>
    public static TimeSpan Used => TimeSpan.FromMicroseconds(Read() / 1000.0);

    public string Title => "processor time of the thread";

    public bool IsAvailable => true;

    public Frequency Frequency => new(NanosecondsPerSecond);

    public long GetTimestamp() => Read();

    private static long Read()
    {
        _ = GetTime(ThreadProcessorTime, out var time);
        return (time.Seconds * NanosecondsPerSecond) + time.Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
