using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Softswitch.Net.Native;

/// <summary>
/// An array of <c>struct epoll_event</c> outside the managed heap. The structure is packed on x86-64 (12 bytes) and not
/// elsewhere (16 bytes), so its fields are reached by offset.
/// </summary>
internal sealed unsafe class EpollEvents(int capacity) : IDisposable
{
    public const uint EdgeTriggered = 1u << 31;

    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private byte* _events = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * Stride));

    /// <summary>Events it has room for.</summary>
    public int Capacity => capacity;

    /// <summary>The first event.</summary>
    public byte* Pointer => _events;

    /// <summary>What happened at <paramref name="index"/>.</summary>
    public uint EventsAt(int index) => Unsafe.ReadUnaligned<uint>(_events + (index * Stride));

    /// <summary>To which descriptor.</summary>
    public int DescriptorAt(int index) => Unsafe.ReadUnaligned<int>(_events + (index * Stride) + Stride - sizeof(long));

    /// <summary>Adds, modifies or removes <paramref name="descriptor"/> in an epoll set.</summary>
    public static int Control(Microsoft.Win32.SafeHandles.SafeFileHandle epoll, int operation, int descriptor, uint events)
    {
        var one = stackalloc byte[16];
        Unsafe.WriteUnaligned(one, events);
        Unsafe.WriteUnaligned(one + Stride - sizeof(long), (long)descriptor);
        return LibC.EpollControl(epoll, operation, descriptor, one);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_events);
        _events = null;
    }
}
