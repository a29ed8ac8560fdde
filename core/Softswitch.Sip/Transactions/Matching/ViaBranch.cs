using System.Buffers.Text;

namespace Softswitch.Sip;

/// <summary>Our own branches: the magic cookie (RFC 3261 §8.1.1.7) and the transaction's number in 16 hexadecimal digits.</summary>
internal static class ViaBranch
{
    private const int Digits = 16;

    /// <summary>Reads the number out of a response's Via; false where the branch is none of ours.</summary>
    public static bool TryRead(ReadOnlySpan<byte> via, out ulong number)
    {
        number = 0;
        var at = via.IndexOf("branch=z9hG4bK"u8);
        if (at < 0) return false;
        var digits = via[(at + "branch=z9hG4bK"u8.Length)..];
        if (digits.Length > Digits && digits[Digits] is not ((byte)';' or (byte)',' or (byte)' ' or (byte)'\t')) return false;
        return digits.Length >= Digits
            && Utf8Parser.TryParse(digits[..Digits], out number, out var length, 'x') && length == Digits;
    }

    /// <summary>The Via of a request of ours, asking for the port it is seen at (RFC 3581).</summary>
    public static void Write(SipWriter writer, SipListenPoint local, ulong number) =>
        writer.Begin(HeaderName.Via).Text("SIP/2.0/"u8).Text(TransportName(local.Transport)).Text(" "u8).Text(local.SentBy)
            .Text(";branch=z9hG4bK"u8).Hex(number).Text(";rport"u8).End();

    private static ReadOnlySpan<byte> TransportName(SipTransport transport) => transport switch
    {
        SipTransport.Udp => "UDP"u8,
        SipTransport.Tcp => "TCP"u8,
        SipTransport.Tls => "TLS"u8,
        SipTransport.Ws => "WS"u8,
        _ => "WSS"u8,
    };
}
