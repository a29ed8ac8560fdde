using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>Writes one frame of what a plugin's process and the switch tell each other: numbers little-endian, text as UTF-8 behind its length in bytes, lists behind their count.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new(256);

    public WireWriter(WireKind kind, long run)
    {
        // Place for the length.
        _buffer.Advance(sizeof(int));
        Byte((byte)kind);
        Long(run);
    }

    /// <summary>The frame, its length in front.</summary>
    public byte[] ToFrame()
    {
        var frame = _buffer.WrittenSpan.ToArray();
        if (frame.Length - sizeof(int) > WireLimits.Frame) throw new InvalidOperationException($"A message of {frame.Length} bytes; expected at most {WireLimits.Frame}.");
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - sizeof(int));
        return frame;
    }

    public WireWriter Byte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
        return this;
    }

    public WireWriter Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public WireWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
        return this;
    }

    public WireWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), value);
        _buffer.Advance(sizeof(long));
        return this;
    }

    public WireWriter Text(string? value)
    {
        if (value is null) return Int(-1);
        var length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length));
        _buffer.Advance(length);
        return this;
    }

    public WireWriter Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _buffer.Write(value);
        return this;
    }

    public WireWriter Time(TimeSpan value) => Long(value.Ticks);

    public WireWriter Moment(DateTimeOffset value) => Long(value.UtcTicks);

    public WireWriter Amount(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        foreach (var part in bits) Int(part);
        return this;
    }

    public WireWriter List<T>(IReadOnlyCollection<T> values, Action<WireWriter, T> write)
    {
        Int(values.Count);
        foreach (var value in values) write(this, value);
        return this;
    }
}
