using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>The memory of the C library, which the runtime, its compiler and our own native buffers allocate from.</summary>
public static class NativeHeap
{
    /// <summary>Bytes that are allocated and not freed. What has been freed may still be held of the system.</summary>
    public static long BytesInUse
    {
        get
        {
            var heap = LibC.AllocatedMemory();
            return (long)(heap.InUse + heap.MappedInUse);
        }
    }

    /// <summary>Gives what has been freed back to the system, which the C library by itself does only at the end of each of its arenas.</summary>
    public static void Trim() => _ = LibC.TrimMemory(0);
}
