using System.Text;
using BenchmarkDotNet.Attributes;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Bench.Micro.Sip.Authentication;

/// <summary>What it costs to challenge a REGISTER, and to verify one that is right but for its count, which the benchmark cannot raise for ever.</summary>
public class DigestBenchmarks
{
    private readonly SipWriter _writer = new();
    private readonly SipMessage _register = new();
    private readonly Ha1 _ha1 = new();
    private readonly Password _password = new();
    private DigestAuthenticator _authenticator = null!;

    [Params(DigestAlgorithm.Md5, DigestAlgorithm.Sha256)]
    public DigestAlgorithm Algorithm { get; set; }

    [GlobalSetup]
    public void Register()
    {
        _authenticator = new DigestAuthenticator(new DigestOptions { Algorithms = [Algorithm], NonceLifetime = TimeSpan.FromDays(1) }, TimeProvider.System, SystemRandomSource.Instance);
        _authenticator.WriteChallenges(
            _writer.Status(401, "Unauthorized"u8).Text("Via: SIP/2.0/UDP h\r\nFrom: <sip:a@b>\r\nTo: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 REGISTER\r\n"u8),
            DigestRole.Server,
            "acme.example"u8);
        var client = new DigestClient("1001", "secret", SystemRandomSource.Instance);
        if (!_register.TryParse(_writer.EndWithoutBody().Written, SipLimits.Default, out _) || !client.TakeChallenges(_register)) throw new InvalidOperationException();
        client.WriteCredentials(_writer.Clear(), "REGISTER"u8, "sip:acme.example"u8);
        var request = Encoding.UTF8.GetString(Messages.Samples.Register).Replace("Expires:", Encoding.UTF8.GetString(_writer.Written) + "Expires:", StringComparison.Ordinal);
        if (!_register.TryParse(Encoding.UTF8.GetBytes(request), SipLimits.Default, out _)) throw new InvalidOperationException();
        if (VerifyWithHa1() != DigestVerdict.Accepted || VerifyWithPassword() != DigestVerdict.Replayed) throw new InvalidOperationException();
    }

    [Benchmark]
    public int Challenge()
    {
        _authenticator.WriteChallenges(_writer.Clear(), DigestRole.Server, "acme.example"u8);
        return _writer.Written.Length;
    }

    [Benchmark]
    public DigestVerdict VerifyWithHa1() => _authenticator.Verify(_register, DigestRole.Server, "acme.example"u8, _ha1, out _);

    [Benchmark]
    public DigestVerdict VerifyWithPassword() => _authenticator.Verify(_register, DigestRole.Server, "acme.example"u8, _password, out _);

    private sealed class Ha1 : IDigestSecrets
    {
        private readonly byte[][] _ha1 = [new byte[32], new byte[64]];

        public Ha1()
        {
            DigestResponse.ComputeHa1(DigestAlgorithm.Md5, "1001"u8, "acme.example"u8, "secret"u8, _ha1[0]);
            DigestResponse.ComputeHa1(DigestAlgorithm.Sha256, "1001"u8, "acme.example"u8, "secret"u8, _ha1[1]);
        }

        public bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret)
        {
            secret = DigestSecret.OfHa1(_ha1[(int)algorithm]);
            return true;
        }
    }

    private sealed class Password : IDigestSecrets
    {
        public bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret)
        {
            secret = DigestSecret.OfPassword("secret"u8);
            return true;
        }
    }
}
