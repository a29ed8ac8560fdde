using System.Buffers.Text;

namespace Softswitch.Bench.Load;

/// <summary>As much of SIP as a load generator reads: header lines by their full names, as both switches write them.</summary>
internal static class SipText
{
    /// <summary>The status of a response, 0 of a request.</summary>
    public static int Status(ReadOnlySpan<byte> message) =>
        message.StartsWith("SIP/2.0 "u8) && Utf8Parser.TryParse(message[8..], out int status, out _) ? status : 0;

    /// <summary>The first value of a header, without the white space around it; empty where there is none.</summary>
    public static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        foreach (var line in new Lines(message))
        {
            if (Is(line, name)) return line[(name.Length + 1)..].Trim((byte)' ');
        }

        return default;
    }

    public static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length > name.Length && line[name.Length] == ':' && line.StartsWith(name);

    /// <summary>What stands between the first angle brackets.</summary>
    public static ReadOnlySpan<byte> Address(ReadOnlySpan<byte> value)
    {
        var start = value.IndexOf((byte)'<') + 1;
        return value[start..(start + value[start..].IndexOf((byte)'>'))];
    }

    /// <summary>The number that a value begins with, or that ends it after a letter: Call-ID <c>17-load</c> is call 17.</summary>
    public static int LeadingNumber(ReadOnlySpan<byte> value) => Utf8Parser.TryParse(value, out int number, out _) ? number : -1;

    /// <summary>The header lines of a message.</summary>
    public ref struct Lines(ReadOnlySpan<byte> message)
    {
        private ReadOnlySpan<byte> _rest = message;

        public ReadOnlySpan<byte> Current { get; private set; }

        public readonly Lines GetEnumerator() => this;

        public bool MoveNext()
        {
            var end = _rest.IndexOf("\r\n"u8);
            if (end <= 0) return false;
            Current = _rest[..end];
            _rest = _rest[(end + 2)..];
            return true;
        }
    }
}
