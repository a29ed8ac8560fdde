using System.Text.Unicode;

namespace Softswitch.Bench.Load;

/// <summary>One message at a time, written into one buffer.</summary>
internal sealed class MessageBuilder
{
    private readonly byte[] _bytes = new byte[8192];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public MessageBuilder Begin()
    {
        _length = 0;
        return this;
    }

    public MessageBuilder Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
        return this;
    }

    public MessageBuilder Add(int number)
    {
        Utf8.TryWrite(_bytes.AsSpan(_length), $"{number}", out var count);
        _length += count;
        return this;
    }

    /// <summary>Ends the header, and adds the body.</summary>
    public ReadOnlySpan<byte> End(ReadOnlySpan<byte> body = default)
    {
        Add("Content-Length: "u8).Add(body.Length).Add("\r\n\r\n"u8).Add(body);
        return Written;
    }
}
