using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Softswitch.Sip;

/// <summary>Certificates and the rules of handshakes: TLS 1.2 or later, no certificate asked of those who connect to us.</summary>
internal sealed class TlsSettings
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    private readonly SipTransportOptions _options;
    private volatile SslStreamCertificateContext?[] _certificates = [];
    private X509Certificate2Collection? _authorities;

    public TlsSettings(SipTransportOptions options) => _options = options;

    /// <summary>Reads all certificates. Throws <see cref="IOException"/> with one line that says what is wrong with which file.</summary>
    public void Load()
    {
        _certificates = [.. _options.Listen.Select(listen => listen.Transport == SipTransport.Tls ? Read(listen) : null)];
        if (_options.TrustedAuthorities is not { } file) return;
        var authorities = new X509Certificate2Collection();
        Try($"cannot read the trusted authorities in {file}", () => authorities.ImportFromPemFile(file));
        _authorities = authorities;
    }

    /// <summary>For a connection accepted at this listening point.</summary>
    public SslServerAuthenticationOptions ForServer(int listener) => new()
    {
        ServerCertificateContext = _certificates[listener],
        EnabledSslProtocols = Protocols,
        ClientCertificateRequired = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
    };

    /// <summary>For a connection that we open. We show our own certificate where the peer asks for one.</summary>
    public SslClientAuthenticationOptions ForClient(SipPeer peer)
    {
        var name = _options.PeerName?.Invoke(peer.Remote);
        return new SslClientAuthenticationOptions
        {
            TargetHost = name ?? peer.Remote.Host,
            EnabledSslProtocols = Protocols,
            ClientCertificateContext = peer.Listener < _certificates.Length ? _certificates[peer.Listener] : null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = PolicyFor(),
            RemoteCertificateValidationCallback = (_, _, _, errors) =>
                _options.Verification == TlsVerification.None || IsAcceptable(errors, isNameKnown: name is not null),
        };
    }

    private static bool IsAcceptable(SslPolicyErrors errors, bool isNameKnown) =>
        (isNameKnown ? errors : errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;

    private X509ChainPolicy? PolicyFor()
    {
        if (_authorities is null) return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    private static SslStreamCertificateContext Read(ListenOptions listen)
    {
        if (listen.Certificate is not { } file)
            throw new IOException($"listening at {listen}: TLS needs a certificate; name a PEM file with the certificate and one with its key");
        SslStreamCertificateContext? context = null;
        var key = listen.CertificateKey ?? file;
        Try($"listening at {listen}: cannot use the certificate {file} with the key {key}", () =>
        {
            var certificate = X509Certificate2.CreateFromPemFile(file, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(file);
            context = SslStreamCertificateContext.Create(certificate, chain, offline: true);
        });
        return context!;
    }

    private static void Try(string attempt, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new IOException($"{attempt}: {e.Message}", e);
        }
    }
}
