using Softswitch.Net;

namespace Softswitch.Sip.Sdp;

/// <summary>
/// Turns the description that came on one leg into the one that goes out on the other, in one pass over the bytes: our
/// <c>o=</c>, the relay's addresses and ports, without what the policy drops; every other line stays byte for byte and in
/// its place. The buffer is used again and again; one rewriter per worker is enough.
/// </summary>
public sealed partial class SdpRewriter
{
    private readonly SipWriter _writer = new();
    private readonly byte[] _addressText = new byte[56];
    private NetAddress _address;
    private int _addressLength;

    /// <summary>The outcome of the last rewriting, until the next.</summary>
    public ReadOnlySpan<byte> Written => _writer.Written;

    /// <summary>
    /// Rewrites a description. Lines that the standard asks for and that are missing (<c>s=</c>, <c>t=</c>) are added. An
    /// address of 0.0.0.0, the old spelling of hold, stays. A stream rejected by its writer stays rejected, and one without an
    /// entry in <paramref name="streams"/> becomes so.
    /// </summary>
    /// <param name="sdp">What came on one leg.</param>
    /// <param name="origin">Our identity on the other leg.</param>
    /// <param name="streams">Where the other leg is to send each stream, in the order of the <c>m=</c> lines.</param>
    /// <param name="drops">What to take out.</param>
    /// <param name="error">What is wrong, when false is returned.</param>
    public bool TryRewrite(ReadOnlySpan<byte> sdp, in SdpOrigin origin, ReadOnlySpan<SdpRelayStream> streams, SdpDrops drops, out SdpError error)
    {
        _writer.Clear();
        error = new SdpError(0, "longer than 16 KB");
        if (sdp.Length > SdpLimits.Length) return false;

        var reader = new SdpLineReader(sdp);
        var pass = new Pass(this, sdp, FirstAddress(streams, origin), drops);
        var index = -1;
        while (reader.Read())
        {
            switch (reader.Type)
            {
                case (byte)'o':
                    pass.Origin(origin);
                    break;
                case (byte)'c':
                    pass.Connection(reader);
                    break;
                case (byte)'a':
                    pass.Attribute(reader);
                    break;
                case (byte)'m':
                    if (!SdpSyntax.TryMedia(reader.Value, out var media))
                    {
                        error = new SdpError(reader.Number, "m= is not of the form media port protocol formats");
                        return false;
                    }

                    index++;
                    pass.Media(media, index < streams.Length ? streams[index] : default);
                    break;
                default:
                    pass.Keep(reader);
                    break;
            }
        }

        pass.End();
        error = reader.Error ?? default;
        return reader.Error is null;
    }

    private static NetAddress FirstAddress(ReadOnlySpan<SdpRelayStream> streams, in SdpOrigin origin)
    {
        foreach (ref readonly var stream in streams)
        {
            if (stream.Rtp.IsSet) return stream.Rtp;
        }

        return origin.Address;
    }

    /// <summary><c>IN IP4 192.0.2.1</c>; the last one is remembered, for it is nearly always the same.</summary>
    private ReadOnlySpan<byte> AddressText(in NetAddress address)
    {
        if (!_address.IsSet || !_address.SameHost(address))
        {
            var family = address.IsIPv6 ? "IN IP6 "u8 : "IN IP4 "u8;
            family.CopyTo(_addressText);
            _addressLength = family.Length + address.WriteHost(_addressText.AsSpan(family.Length));
            _address = address;
        }

        return _addressText.AsSpan(0, _addressLength);
    }
}
