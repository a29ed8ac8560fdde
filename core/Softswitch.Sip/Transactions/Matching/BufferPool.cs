namespace Softswitch.Sip;

/// <summary>One worker's buffers, in sizes of powers of two from 256 bytes to 64 KiB; at most 4 MiB of each size wait for use.</summary>
internal sealed class BufferPool
{
    private const int SmallestBits = 8;
    private const int Sizes = 9;
    private const int KeptBytes = 4 << 20;

    private readonly Stack<byte[]>[] _free = [.. Enumerable.Range(0, Sizes).Select(_ => new Stack<byte[]>())];

    /// <summary>Buffers given out and not come back.</summary>
    public int Rented { get; private set; }

    /// <summary>A buffer that holds <paramref name="bytes"/>, and perhaps more room.</summary>
    public byte[] Copy(ReadOnlySpan<byte> bytes)
    {
        var buffer = Rent(bytes.Length);
        bytes.CopyTo(buffer);
        return buffer;
    }

    /// <summary>Whether <paramref name="length"/> bytes would fit a smaller buffer than <paramref name="buffer"/>.</summary>
    public static bool FitsSmaller(byte[] buffer, int length) => SizeOf(length) < SizeOf(buffer.Length);

    /// <summary>Takes a buffer back; it must not be used any more.</summary>
    public void Return(byte[] buffer)
    {
        Rented--;
        var size = SizeOf(buffer.Length);
        if (size < Sizes && _free[size].Count < KeptBytes >> (SmallestBits + size)) _free[size].Push(buffer);
    }

    /// <summary>Gives back the buffers that wait for use.</summary>
    public void Trim()
    {
        for (var size = 0; size < Sizes; size++) _free[size] = new Stack<byte[]>();
    }

    private byte[] Rent(int length)
    {
        Rented++;
        var size = SizeOf(length);
        if (size >= Sizes) return new byte[length];
        return _free[size].TryPop(out var buffer) ? buffer : new byte[1 << (SmallestBits + size)];
    }

    private static int SizeOf(int length) =>
        Math.Max(0, sizeof(uint) * 8 - System.Numerics.BitOperations.LeadingZeroCount((uint)Math.Max(0, length - 1)) - SmallestBits);
}
