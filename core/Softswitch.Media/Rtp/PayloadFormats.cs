namespace Softswitch.Media;

/// <summary>What a payload type number stands for in a stream (<c>a=rtpmap</c>).</summary>
/// <param name="Type">0 to 127.</param>
/// <param name="Name">The encoding's name as registered, such as <c>PCMA</c> or <c>opus</c>; case does not matter.</param>
/// <param name="ClockRate">Timestamp units a second, 1 to 1 000 000.</param>
public sealed record PayloadFormat(byte Type, string Name, int ClockRate)
{
    /// <summary>
    /// Whether timestamps follow the sampling of sound or pictures, so that jitter can be told from them. Telephone
    /// events repeat theirs while a key is held (RFC 4733 §2.5.1.2), comfort noise comes when it likes.
    /// </summary>
    public bool IsContinuous { get; } =
        !Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase) && !Name.Equals("CN", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is keys and tones by name (RFC 4733).</summary>
    public bool IsTelephoneEvent { get; } = Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The payload types of a stream; those that RFC 3551 §6 assigns are known unless the stream says otherwise.</summary>
public sealed class PayloadFormats
{
    /// <summary>The most formats of one stream that are kept; further ones are ignored.</summary>
    public const int Maximum = 64;

    private static readonly PayloadFormat[] Assigned =
    [
        new(0, "PCMU", 8000),
        new(3, "GSM", 8000),
        new(4, "G723", 8000),
        new(5, "DVI4", 8000),
        new(6, "DVI4", 16_000),
        new(7, "LPC", 8000),
        new(8, "PCMA", 8000),
        // Its samples are 16 kHz, its RTP clock is 8 kHz: an old mistake that stays (RFC 3551 §4.5.2).
        new(9, "G722", 8000),
        new(10, "L16", 44_100),
        new(11, "L16", 44_100),
        new(12, "QCELP", 8000),
        new(13, "CN", 8000),
        new(14, "MPA", 90_000),
        new(15, "G728", 8000),
        new(16, "DVI4", 11_025),
        new(17, "DVI4", 22_050),
        new(18, "G729", 8000),
        new(25, "CelB", 90_000),
        new(26, "JPEG", 90_000),
        new(28, "nv", 90_000),
        new(31, "H261", 90_000),
        new(32, "MPV", 90_000),
        new(33, "MP2T", 90_000),
        new(34, "H263", 90_000),
    ];

    private readonly PayloadFormat[] _own;
    private readonly PayloadFormat[] _events;

    /// <summary>The formats that a session description maps; the first of a type counts.</summary>
    public PayloadFormats(IEnumerable<PayloadFormat> own)
    {
        _own = own.Where(format => format.Type < 128 && format.ClockRate is > 0 and <= 1_000_000).Take(Maximum).ToArray();
        _events = _own.Where(format => format.IsTelephoneEvent).ToArray();
    }

    /// <summary>Only the assigned ones.</summary>
    public static PayloadFormats Default { get; } = new([]);

    /// <summary>Those that the session description maps, in its order.</summary>
    public IReadOnlyList<PayloadFormat> Own => _own;

    /// <summary>Whether there are telephone events among them.</summary>
    public bool HasEvents => _events.Length > 0;

    /// <summary>The clock rate of a payload type that is telephone events, or 0 where it is something else.</summary>
    public int EventClockRate(byte type)
    {
        foreach (var format in _events)
        {
            if (format.Type == type) return format.ClockRate;
        }

        return 0;
    }

    /// <summary>The format of a payload type, or null where nobody said what it is.</summary>
    public PayloadFormat? Find(byte type)
    {
        foreach (var format in _own)
            if (format.Type == type) return format;
        foreach (var format in Assigned)
            if (format.Type == type) return format;
        return null;
    }
}
