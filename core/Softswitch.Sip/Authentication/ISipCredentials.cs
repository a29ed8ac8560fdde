namespace Softswitch.Sip;

/// <summary>Knows how to answer digest challenges of one peer (RFC 3261 §22).</summary>
public interface ISipCredentials
{
    /// <summary>
    /// Appends Authorization or Proxy-Authorization header fields that answer <paramref name="challenge"/> (a 401 or 407) for a request with
    /// this method and Request-URI. False, and nothing written, where it cannot be answered (unknown realm or algorithm, wrong password).
    /// </summary>
    bool TryAnswer(SipMessage challenge, ReadOnlySpan<byte> method, ReadOnlySpan<byte> requestUri, SipWriter headers);
}
