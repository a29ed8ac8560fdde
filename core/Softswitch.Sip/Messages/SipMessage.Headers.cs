using System.Runtime.InteropServices;

namespace Softswitch.Sip;

public sealed partial class SipMessage
{
    // Per name the place of its first field, from 1.
    private readonly ushort[] _first = new ushort[HeaderNames.Count];
    private Field[] _fields = new Field[32];
    private int _fieldCount;

    // Bit per name below 64: there is more than one field of it.
    private ulong _repeated;

    /// <summary>The value of the first header field of this name, trimmed, as it stands; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[HeaderName name] => _first[(int)name] is > 0 and var place ? Of(_fields[place - 1].Value) : default;

    /// <summary>Whether there is a header field of this name, even an empty one.</summary>
    public bool Has(HeaderName name) => _first[(int)name] > 0;

    /// <summary>Bit per name below 64 that has several header fields.</summary>
    internal ulong Repeated => _repeated;

    /// <summary>Header fields in the message.</summary>
    public int HeaderCount => _fieldCount;

    /// <summary>The header field at <paramref name="index"/>, from 0 in the order of the message.</summary>
    public SipHeaderField HeaderAt(int index)
    {
        ref readonly var field = ref _fields[index];
        return new SipHeaderField(field.Name, Of(field.NameSlice), Of(field.Value));
    }

    /// <summary>Whether there are several header fields of this name.</summary>
    public bool IsRepeated(HeaderName name) =>
        (int)name < 64 ? (_repeated & (1UL << (int)name)) != 0 : Has(name) && CountFields(name) > 1;

    /// <summary>The values of the header fields of this name, each as a whole: for the names whose commas part no values (RFC 3261 §7.3.1: the four of digest; Date, Subject ...).</summary>
    public HeaderFields Fields(HeaderName name) => new(this, name);

    /// <summary>All values of this name in order, over several header fields and over commas within one (RFC 3261 §7.3.1).</summary>
    public HeaderValues Values(HeaderName name) => new(this, name);

    private int CountFields(HeaderName name)
    {
        var count = 0;
        foreach (var _ in Fields(name)) count++;
        return count;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Field(HeaderName Name, Slice NameSlice, Slice Value);

    /// <summary>Enumerates the header fields of one name. Use with <c>foreach</c>.</summary>
    public ref struct HeaderFields(SipMessage message, HeaderName name)
    {
        private int _index = message._first[(int)name] - 1;

        /// <summary>The field's value, trimmed and unfolded.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>This.</summary>
        public readonly HeaderFields GetEnumerator() => this;

        /// <summary>Goes to the next field.</summary>
        public bool MoveNext()
        {
            if (_index < 0) return false;
            while (_index < message._fieldCount && message._fields[_index].Name != name) _index++;
            if (_index >= message._fieldCount) return false;
            Current = message.Of(message._fields[_index++].Value);
            return true;
        }
    }

    /// <summary>Enumerates the values of one name. Use with <c>foreach</c>.</summary>
    public ref struct HeaderValues(SipMessage message, HeaderName name)
    {
        private int _index = message._first[(int)name] - 1;
        private ReadOnlySpan<byte> _rest;
        private bool _inField;

        /// <summary>The value, trimmed.</summary>
        public ReadOnlySpan<byte> Current { get; private set; }

        /// <summary>This.</summary>
        public readonly HeaderValues GetEnumerator() => this;

        /// <summary>Goes to the next value.</summary>
        public bool MoveNext()
        {
            while (true)
            {
                if (_inField)
                {
                    var comma = HeaderSyntax.IndexOfComma(_rest);
                    Current = HeaderSyntax.Trim(comma < 0 ? _rest : _rest[..comma]);
                    _inField = comma >= 0;
                    _rest = comma < 0 ? default : _rest[(comma + 1)..];
                    if (Current.Length > 0) return true;
                    continue;
                }

                if (_index < 0) return false;
                while (_index < message._fieldCount && message._fields[_index].Name != name) _index++;
                if (_index >= message._fieldCount)
                {
                    _index = -1;
                    return false;
                }

                _rest = message.Of(message._fields[_index++].Value);
                _inField = true;
            }
        }
    }
}

/// <summary>One header field as it stands in a message.</summary>
/// <param name="name">Which it is, or <see cref="HeaderName.Unknown"/>.</param>
/// <param name="nameBytes">Its name as written, perhaps compact.</param>
/// <param name="value">Its value, trimmed and unfolded.</param>
public readonly ref struct SipHeaderField(HeaderName name, ReadOnlySpan<byte> nameBytes, ReadOnlySpan<byte> value)
{
    /// <summary>Which it is, or <see cref="HeaderName.Unknown"/>.</summary>
    public HeaderName Name { get; } = name;

    /// <summary>Its name as written, perhaps compact.</summary>
    public ReadOnlySpan<byte> NameBytes { get; } = nameBytes;

    /// <summary>Its value, trimmed and unfolded.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}
