namespace Softswitch.Media.Tests;

/// <summary>Counts what a thread allocates.</summary>
internal static class Garbage
{
    /// <summary>Fails where <paramref name="work"/>, done before, allocates when it is done again and again.</summary>
    public static void None(Action work)
    {
        for (var i = 0; i < 100; i++) work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) work();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
