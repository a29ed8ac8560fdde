namespace Softswitch.Sip.Sdp;

/// <summary>A payload type of an RTP stream and what it stands for.</summary>
/// <param name="PayloadType">0 to 127.</param>
/// <param name="Name">Encoding name as the description spells it (<c>PCMU</c>, <c>opus</c>, <c>telephone-event</c>); empty where nothing says.</param>
/// <param name="ClockRate">Hz; 0 where nothing says.</param>
/// <param name="Channels">1 unless said otherwise.</param>
public readonly record struct SdpCodec(byte PayloadType, string Name, int ClockRate, int Channels = 1)
{
    /// <summary>Whether both are the same encoding (names compare without case, RFC 8866 §6.6); payload types may differ.</summary>
    public bool IsSameEncoding(in SdpCodec other) =>
        Name.Length > 0 && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && ClockRate == other.ClockRate && Channels == other.Channels;

    /// <inheritdoc/>
    public override string ToString() => Channels == 1 ? $"{PayloadType} {Name}/{ClockRate}" : $"{PayloadType} {Name}/{ClockRate}/{Channels}";
}
