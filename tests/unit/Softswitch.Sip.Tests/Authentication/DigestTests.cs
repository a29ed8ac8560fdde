using System.Text;
using Softswitch.Net;
using static Softswitch.Sip.Tests.Messages.Requests;

namespace Softswitch.Sip.Tests.Authentication;

/// <summary>The server's side and the client's side against one another.</summary>
public class DigestTests
{
    private static readonly DigestOptions Both = new() { Algorithms = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5] };
    private readonly ManualClock _clock = new(DateTimeOffset.UnixEpoch);
    private readonly SeededRandomSource _random = new(1);

    [Theory]
    [InlineData(DigestRole.Server, false)]
    [InlineData(DigestRole.Proxy, true)]
    public void A_client_that_knows_the_password_is_let_in(DigestRole role, bool asHa1)
    {
        var server = Authenticator(Both);
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(server, role)));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, Request(client), role, new Secrets(asHa1)));
    }

    [Fact]
    public void Without_credentials_they_are_missing()
    {
        var server = Authenticator();
        Assert.Equal(DigestVerdict.Missing, Verify(server, Of("REGISTER")));
        Assert.Equal(DigestVerdict.Missing, Verify(server, Of("REGISTER", "Authorization: Basic QWxhZGRpbg==\r\n")));
        Assert.Equal(DigestVerdict.Missing, Verify(server, Of("REGISTER", "Authorization: NoOneKnowsThisScheme opaque-data=here\r\n")));
    }

    [Fact]
    public void Challenges_come_in_order_of_preference_and_the_first_is_answered()
    {
        var server = Authenticator(Both);
        var challenge = Challenge(server);
        var algorithms = new List<string>();
        foreach (var value in challenge.Fields(HeaderName.WwwAuthenticate))
        {
            var text = Text(value);
            algorithms.Add(text[text.IndexOf("algorithm=", StringComparison.Ordinal)..].Split(',')[0]);
        }

        Assert.Equal(["algorithm=SHA-256", "algorithm=MD5"], algorithms);
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(challenge));
        Assert.Contains("algorithm=SHA-256", Text(Request(client)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_algorithm_that_was_not_asked_for_does_not_count()
    {
        var weak = Client("alice", "wonderland");
        Assert.True(weak.TakeChallenges(Challenge(Authenticator())));
        Assert.Equal(DigestVerdict.Missing, Verify(Authenticator(new DigestOptions { Algorithms = [DigestAlgorithm.Sha256] }), Request(weak)));
    }

    [Fact]
    public void A_wrong_password_and_an_unknown_user_are_refused()
    {
        var server = Authenticator();
        var wrong = Client("alice", "looking-glass");
        Assert.True(wrong.TakeChallenges(Challenge(server)));
        Assert.Equal(DigestVerdict.Wrong, Verify(server, Request(wrong)));
        Assert.False(wrong.TakeChallenges(Challenge(server)));
        Assert.False(wrong.HasChallenges);

        var nobody = Client("mallory", "x");
        Assert.True(nobody.TakeChallenges(Challenge(server)));
        Assert.Equal(DigestVerdict.UnknownUser, Verify(server, Request(nobody)));
    }

    [Fact]
    public void A_request_is_taken_once_and_the_next_count_again()
    {
        var server = Authenticator();
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(server)));
        var first = Request(client);
        var second = Request(client);
        Assert.Equal(DigestVerdict.Accepted, Verify(server, first));
        Assert.Equal(DigestVerdict.Replayed, Verify(server, first));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, second));
        Assert.Equal(DigestVerdict.Replayed, Verify(server, second));
        Assert.Equal(DigestVerdict.Replayed, Verify(server, first));
    }

    [Fact]
    public void Requests_may_overtake_one_another()
    {
        var server = Authenticator();
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(server)));
        byte[][] requests = [Request(client), Request(client), Request(client)];
        Assert.Equal(DigestVerdict.Accepted, Verify(server, requests[2]));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, requests[0]));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, requests[1]));
        Assert.Equal(DigestVerdict.Replayed, Verify(server, requests[0]));
    }

    [Fact]
    public void An_old_nonce_is_stale_and_the_client_answers_the_new_one()
    {
        var server = Authenticator(new DigestOptions { NonceLifetime = TimeSpan.FromSeconds(60) });
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(server)));
        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, Request(client)));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(DigestVerdict.Stale, Verify(server, Request(client)));
        Assert.True(client.TakeChallenges(Challenge(server, isStale: true)));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, Request(client)));
    }

    [Fact]
    public void Nonces_of_before_a_restart_are_stale_and_invented_ones_too()
    {
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(Authenticator())));
        Assert.Equal(DigestVerdict.Stale, Verify(Authenticator(), Request(client)));
        Assert.Equal(DigestVerdict.Stale, Verify(Authenticator(), Of("REGISTER", Invented("alice", "wonderland", new string('0', 40)))));
        Assert.Equal(DigestVerdict.Wrong, Verify(Authenticator(), Of("REGISTER", Invented("alice", "guess", new string('0', 40)))));
    }

    [Fact]
    public void Without_qop_a_nonce_is_good_once()
    {
        var server = Authenticator();
        var nonce = NonceOf(Challenge(server));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, Of("REGISTER", Invented("alice", "wonderland", nonce))));
        Assert.Equal(DigestVerdict.Replayed, Verify(server, Of("REGISTER", Invented("alice", "wonderland", nonce))));
        var strict = Authenticator(new DigestOptions { AcceptsWithoutQuality = false });
        Assert.Equal(DigestVerdict.Missing, Verify(strict, Of("REGISTER", Invented("alice", "wonderland", NonceOf(Challenge(strict))))));
    }

    [Fact]
    public void With_auth_int_the_body_must_be_the_same()
    {
        var server = Authenticator();
        var challenge = Text(Challenge(server).Bytes).Replace("qop=\"auth\"", "qop=\"auth-int\"", StringComparison.Ordinal);
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Parse(Encoding.UTF8.GetBytes(challenge))));
        var request = Request(client, "v=0");
        Assert.Equal(DigestVerdict.Accepted, Verify(server, request));
        var tampered = Request(client, "v=0");
        tampered[^1] = (byte)'1';
        Assert.Equal(DigestVerdict.Wrong, Verify(server, tampered));
    }

    [Fact]
    public void The_algorithm_may_be_a_session()
    {
        var server = Authenticator();
        var challenge = Text(Challenge(server).Bytes).Replace("algorithm=MD5", "algorithm=MD5-sess", StringComparison.Ordinal);
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Parse(Encoding.UTF8.GetBytes(challenge))));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, Request(client)));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, Request(client)));
    }

    [Fact]
    public void Names_may_hold_quotes()
    {
        var server = Authenticator();
        var client = Client("o\"brien", "quoted");
        Assert.True(client.TakeChallenges(Challenge(server)));
        Assert.Equal(DigestVerdict.Accepted, Verify(server, Request(client)));
    }

    [Fact]
    public void Every_realm_on_the_way_gets_its_own_answer()
    {
        var registrar = Authenticator();
        var proxy = Authenticator();
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(proxy, DigestRole.Proxy, realm: "edge")));
        Assert.True(client.TakeChallenges(Challenge(registrar)));
        var request = Request(client);
        Assert.Equal(DigestVerdict.Accepted, Verify(registrar, request));
        Assert.Equal(DigestVerdict.Accepted, Verify(proxy, request, DigestRole.Proxy, realm: "edge"));
        Assert.Equal(DigestVerdict.Missing, Verify(registrar, request, realm: "other"));
    }

    [Theory]
    [InlineData("Digest username")]
    [InlineData("Digest username=\"alice")]
    [InlineData("Digest realm=\"acme\"")]
    [InlineData("Digest realm=\"acme\", realm=\"acme\"")]
    [InlineData("Digest username=\"alice\", realm=\"acme\", nonce=\"1\", uri=\"sip:a\", response=\"1\"")]
    [InlineData("Digest username=\"alice\", realm=\"acme\", nonce=\"1\", uri=\"sip:a\", response=\"00000000000000000000000000000000\", qop=auth")]
    [InlineData("Digest username=\"alice\", realm=\"acme\", nonce=\"1\", uri=\"sip:a\", response=\"00000000000000000000000000000000\", qop=auth, nc=1, cnonce=\"x\"")]
    [InlineData("Digest username=\"alice\", realm=\"acme\", nonce=\"1\", uri=\"sip:a\", response=\"00000000000000000000000000000000\", qop=auth, nc=00000000, cnonce=\"x\"")]
    [InlineData("Digest username=\"alice\", realm=\"acme\", nonce=\"1\", uri=\"sip:a\", response=\"00000000000000000000000000000000\", qop=confidential")]
    public void What_cannot_be_read_is_malformed(string credentials) =>
        Assert.Equal(DigestVerdict.Malformed, Verify(Authenticator(), Of("REGISTER", $"Authorization: {credentials}\r\n")));

    [Fact]
    public void A_client_does_not_answer_what_it_does_not_know()
    {
        var client = Client("alice", "wonderland");
        var challenge = Text(Challenge(Authenticator()).Bytes);
        Assert.False(client.TakeChallenges(Parse(Encoding.UTF8.GetBytes(challenge.Replace("MD5", "SHA-512-256", StringComparison.Ordinal)))));
        Assert.False(client.TakeChallenges(Parse(Encoding.UTF8.GetBytes(challenge.Replace("Digest", "Bearer", StringComparison.Ordinal)))));
        Assert.False(client.TakeChallenges(Parse(Encoding.UTF8.GetBytes(challenge.Replace("qop=\"auth\"", "qop=\"x\"", StringComparison.Ordinal)))));
        Assert.False(client.HasChallenges);
    }

    [Fact]
    public void A_nonce_that_was_used_for_long_may_end_without_being_called_stale()
    {
        var server = Authenticator();
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(server)));
        _ = Request(client);
        _ = Request(client);
        Assert.True(client.TakeChallenges(Challenge(server)));
        _ = Request(client);
        Assert.False(client.TakeChallenges(Challenge(server)));
    }

    [Fact]
    public void Calls_at_the_same_time_answer_their_own_challenges()
    {
        var server = Authenticator();
        var credentials = new DigestCredentials("alice", "wonderland", _random);
        foreach (var challenge in new[] { Challenge(server), Challenge(server) })
        {
            var writer = new SipWriter();
            Assert.True(credentials.TryAnswer(challenge, "REGISTER"u8, "sip:bob@example.com"u8, writer));
            Assert.Equal(DigestVerdict.Accepted, Verify(server, Of("REGISTER", Text(writer.Written))));
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_request_that_is_let_in()
    {
        var server = Authenticator(Both);
        var client = Client("alice", "wonderland");
        Assert.True(client.TakeChallenges(Challenge(server)));
        var requests = Enumerable.Range(0, 64).Select(_ => Parse(Request(client))).ToArray();
        var secrets = new FixedSecret();
        Assert.Equal(DigestVerdict.Accepted, server.Verify(requests[0], DigestRole.Server, "acme"u8, secrets, out _));
        var next = 1;
        Assert.Equal(0, Allocation.Least(() =>
        {
            if (server.Verify(requests[next++], DigestRole.Server, "acme"u8, secrets, out _) != DigestVerdict.Accepted) Assert.Fail("refused");
        }));
    }

    private sealed class FixedSecret : IDigestSecrets
    {
        public bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret)
        {
            secret = DigestSecret.OfPassword("wonderland"u8);
            return true;
        }
    }

    private DigestAuthenticator Authenticator(DigestOptions? options = null) => new(options ?? new DigestOptions(), _clock, _random);

    private DigestClient Client(string userName, string password) => new(userName, password, _random);

    private static SipMessage Challenge(DigestAuthenticator server, DigestRole role = DigestRole.Server, bool isStale = false, string realm = "acme")
    {
        var writer = new SipWriter();
        writer.Status(role == DigestRole.Server ? 401 : 407, "Who?"u8)
            .Header(HeaderName.Via, "SIP/2.0/UDP h;branch=z9hG4bK1"u8).Header(HeaderName.From, "<sip:alice@acme>;tag=1"u8)
            .Header(HeaderName.To, "<sip:alice@acme>;tag=2"u8).Header(HeaderName.CallId, "1"u8).Header(HeaderName.CSeq, "1 REGISTER"u8);
        server.WriteChallenges(writer, role, Encoding.UTF8.GetBytes(realm), isStale);
        return Parse(writer.EndWithoutBody().Written);
    }

    private static byte[] Request(DigestClient client, string body = "")
    {
        var writer = new SipWriter();
        client.WriteCredentials(writer, "REGISTER"u8, "sip:bob@example.com"u8, Encoding.UTF8.GetBytes(body));
        return Of("REGISTER", Text(writer.Written), body);
    }

    private static string NonceOf(SipMessage challenge)
    {
        var text = Text(challenge[HeaderName.WwwAuthenticate]);
        var from = text.IndexOf("nonce=\"", StringComparison.Ordinal) + 7;
        return text[from..text.IndexOf('"', from)];
    }

    private static string Invented(string userName, string password, string nonce)
    {
        var ha1 = new byte[32];
        DigestResponse.ComputeHa1(DigestAlgorithm.Md5, Encoding.UTF8.GetBytes(userName), "acme"u8, Encoding.UTF8.GetBytes(password), ha1);
        var response = new byte[32];
        DigestResponse.Compute(ha1, new DigestInput { Nonce = Encoding.UTF8.GetBytes(nonce), Method = "REGISTER"u8, Uri = "sip:acme"u8 }, response);
        return $"Authorization: Digest username=\"{userName}\", realm=\"acme\", nonce=\"{nonce}\", uri=\"sip:acme\", response=\"{Text(response)}\"\r\n";
    }

    private static DigestVerdict Verify(
        DigestAuthenticator server, byte[] request, DigestRole role = DigestRole.Server, Secrets? secrets = null, string realm = "acme") =>
        server.Verify(Parse(request), role, Encoding.UTF8.GetBytes(realm), secrets ?? new Secrets(), out _);
}
