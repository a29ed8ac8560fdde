namespace Softswitch.Sip.Sdp;

/// <summary>The attributes that the stack acts on; every other one passes as it is.</summary>
internal enum SdpAttribute
{
    Other,
    Direction,
    Rtpmap,
    Fmtp,
    Rtcp,
    RtcpMux,
    Ice,
    Crypto,
    Dtls,
    Group,
    BundleOnly,
    ForeignAddress,
}

internal static class SdpAttributes
{
    /// <summary>Tells what an attribute is by its name, the part of an <c>a=</c> line before the colon (case matters, RFC 8866 §5.13).</summary>
    public static SdpAttribute Classify(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty) return SdpAttribute.Other;
        return name[0] switch
        {
            (byte)'r' => ClassifyR(name),
            (byte)'f' when name.SequenceEqual("fmtp"u8) => SdpAttribute.Fmtp,
            (byte)'f' when name.SequenceEqual("fingerprint"u8) => SdpAttribute.Dtls,
            (byte)'s' => ClassifyS(name),
            (byte)'i' => name.StartsWith("ice-"u8) ? SdpAttribute.Ice
                : name.SequenceEqual("inactive"u8) ? SdpAttribute.Direction : SdpAttribute.Other,
            (byte)'c' when name.SequenceEqual("candidate"u8) => SdpAttribute.Ice,
            (byte)'c' when name.SequenceEqual("crypto"u8) => SdpAttribute.Crypto,
            (byte)'g' when name.SequenceEqual("group"u8) => SdpAttribute.Group,
            (byte)'b' when name.SequenceEqual("bundle-only"u8) => SdpAttribute.BundleOnly,
            (byte)'e' when name.SequenceEqual("end-of-candidates"u8) => SdpAttribute.Ice,
            (byte)'t' when name.SequenceEqual("tls-id"u8) => SdpAttribute.Dtls,
            // RFC 6947: an alternative to the c= line, which would lead round the relay.
            (byte)'a' when name.SequenceEqual("altc"u8) => SdpAttribute.ForeignAddress,
            _ => SdpAttribute.Other,
        };
    }

    /// <summary>The part of an <c>a=</c> line's value before the colon.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> value)
    {
        var colon = value.IndexOf((byte)':');
        return colon < 0 ? value.TrimEnd((byte)' ') : value[..colon];
    }

    /// <summary>The part of an <c>a=</c> line's value after the colon, without white space around it; empty for a flag.</summary>
    public static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> value)
    {
        var colon = value.IndexOf((byte)':');
        return colon < 0 ? default : value[(colon + 1)..].Trim((byte)' ');
    }

    /// <summary>The direction that the name of a <see cref="SdpAttribute.Direction"/> attribute says.</summary>
    public static MediaDirection DirectionOf(ReadOnlySpan<byte> name) => name[0] switch
    {
        (byte)'i' => MediaDirection.Inactive,
        (byte)'r' => MediaDirection.RecvOnly,
        _ => name.SequenceEqual("sendonly"u8) ? MediaDirection.SendOnly : MediaDirection.SendRecv,
    };

    private static SdpAttribute ClassifyR(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("rtpmap"u8)) return SdpAttribute.Rtpmap;
        if (name.SequenceEqual("rtcp"u8)) return SdpAttribute.Rtcp;
        if (name.SequenceEqual("rtcp-mux"u8) || name.SequenceEqual("rtcp-mux-only"u8)) return SdpAttribute.RtcpMux;
        if (name.SequenceEqual("recvonly"u8)) return SdpAttribute.Direction;
        return name.SequenceEqual("remote-candidates"u8) ? SdpAttribute.Ice : SdpAttribute.Other;
    }

    private static SdpAttribute ClassifyS(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("sendrecv"u8) || name.SequenceEqual("sendonly"u8)) return SdpAttribute.Direction;
        if (name.SequenceEqual("setup"u8)) return SdpAttribute.Dtls;
        // RFC 4570: names the addresses that media may come from, which is the relay's from now on.
        return name.SequenceEqual("source-filter"u8) ? SdpAttribute.ForeignAddress : SdpAttribute.Other;
    }
}
