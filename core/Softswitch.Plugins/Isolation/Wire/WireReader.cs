using System.Buffers.Binary;
using System.Text;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>Reads one frame. What comes out of a plugin's process may be anything: everything is bounded, and what cannot be is an <see cref="InvalidDataException"/>.</summary>
internal sealed class WireReader
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _frame;
    private int _at;

    public WireReader(byte[] frame)
    {
        _frame = frame;
        Kind = (WireKind)Byte();
        Run = Long();
    }

    /// <summary>What it says.</summary>
    public WireKind Kind { get; }

    /// <summary>The run it belongs to; 0 for none.</summary>
    public long Run { get; }

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch { 0 => false, 1 => true, _ => throw Wrong("a flag") };

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public string Text() => TextOrNull() ?? throw Wrong("text");

    public string? TextOrNull()
    {
        var length = Int();
        if (length == -1) return null;
        try
        {
            return Utf8.GetString(Take(length));
        }
        catch (ArgumentException)
        {
            throw Wrong("UTF-8");
        }
    }

    public byte[] Bytes() => Take(Int()).ToArray();

    public TimeSpan Time() => new(Long());

    public DateTimeOffset Moment()
    {
        var ticks = Long();
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw Wrong("a moment");
    }

    public decimal Amount()
    {
        Span<int> bits = [Int(), Int(), Int(), Int()];
        try
        {
            return new decimal(bits);
        }
        catch (ArgumentException)
        {
            throw Wrong("an amount");
        }
    }

    public T Word<T>()
        where T : struct, Enum
    {
        var value = (T)Enum.ToObject(typeof(T), Byte());
        return Enum.IsDefined(value) ? value : throw Wrong(typeof(T).Name);
    }

    public List<T> List<T>(Func<WireReader, T> read)
    {
        var count = Int();
        if (count < 0 || count > WireLimits.Items || count > _frame.Length - _at) throw Wrong("a count");
        var list = new List<T>(count);
        for (var i = 0; i < count; i++) list.Add(read(this));
        return list;
    }

    private static InvalidDataException Wrong(string expected) => new($"a message without {expected} where it has to be");

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _frame.Length - _at) throw Wrong($"{length} bytes");
        var taken = _frame.AsSpan(_at, length);
        _at += length;
        return taken;
    }
}
