using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>A place to listen at.</summary>
/// <param name="Transport"><see cref="SipTransport.Udp"/>, <see cref="SipTransport.Tcp"/> or <see cref="SipTransport.Tls"/>.</param>
/// <param name="Address">Address and port; 0.0.0.0 or [::] is every address of its family, port 0 any free port.</param>
public sealed record ListenOptions(SipTransport Transport, NetAddress Address)
{
    /// <summary>
    /// The host that others are told in Via and Contact: a name, or an address (IPv6 with or without brackets), as where a
    /// router translates addresses. Default: the address listened at, or the one that the route to the peer begins at.
    /// </summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>The port that others are told. Default: the port listened at.</summary>
    public ushort? AdvertisedPort { get; init; }

    /// <summary>PEM file with the certificate and those that lead to its authority. Needed for TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>PEM file with the certificate's private key. Default: in the file of the certificate.</summary>
    public string? CertificateKey { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Transport.ToString().ToLowerInvariant()} {Address}";
}
