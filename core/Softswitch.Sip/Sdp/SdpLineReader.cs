namespace Softswitch.Sip.Sdp;

/// <summary>
/// Reads the lines of a description one after the other, without allocating. Lines end in CRLF or, from some phones, in a
/// bare LF; empty lines are passed over. A line that is not <c>letter=value</c>, a CR of its own and a NUL stop the reading:
/// a peer could take them for something else than we do.
/// </summary>
internal ref struct SdpLineReader(ReadOnlySpan<byte> sdp)
{
    private readonly ReadOnlySpan<byte> _sdp = sdp;
    private int _next;

    /// <summary>Number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Where the current line begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the line after it begins.</summary>
    public readonly int End => _next;

    /// <summary>The letter before the equals sign.</summary>
    public byte Type { get; private set; }

    /// <summary>What follows the equals sign, without the line's end.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Whether the line ends in CRLF, as it should.</summary>
    public bool EndsInCrLf { get; private set; }

    /// <summary>What stopped the reading, if not the end.</summary>
    public SdpError? Error { get; private set; }

    /// <summary>Goes on to the next line; false at the end and at an error.</summary>
    public bool Read()
    {
        while (_next < _sdp.Length)
        {
            Number++;
            Start = _next;
            var rest = _sdp[_next..];
            var length = rest.IndexOfAny((byte)'\n', (byte)'\r', (byte)0);
            if (length < 0)
            {
                length = rest.Length;
                _next = _sdp.Length;
                EndsInCrLf = false;
            }
            else if (rest[length] == '\n')
            {
                _next += length + 1;
                EndsInCrLf = false;
            }
            else if (rest[length] == '\r' && length + 1 < rest.Length && rest[length + 1] == '\n')
            {
                _next += length + 2;
                EndsInCrLf = true;
            }
            else
            {
                return Fail(rest[length] == 0 ? "a NUL byte" : "a carriage return without a line feed");
            }

            if (length == 0) continue;
            if (length < 2 || rest[1] != '=' || !char.IsAsciiLetter((char)rest[0])) return Fail("not of the form letter=value");
            Type = rest[0];
            Value = rest[2..length];
            return true;
        }

        return false;
    }

    private bool Fail(string text)
    {
        Error = new SdpError(Number, text);
        return false;
    }
}
