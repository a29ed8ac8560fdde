using System.Text;
using static Softswitch.Sip.Tests.Messages.Requests;

namespace Softswitch.Sip.Tests.Authentication;

public class DigestResponseTests
{
    private const string Nonce7616 = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private const string ClientNonce7616 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    [Theory]
    [InlineData(DigestAlgorithm.Md5, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData(DigestAlgorithm.Sha256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_example_of_RFC_7616_3_9_1(DigestAlgorithm algorithm, string response) =>
        Assert.Equal(response, Response("Mufasa", "http-auth@example.org", "Circle of Life", new DigestInput
        {
            Algorithm = algorithm,
            Quality = DigestQuality.Authentication,
            Nonce = Utf8(Nonce7616),
            Count = "00000001"u8,
            ClientNonce = Utf8(ClientNonce7616),
            Method = "GET"u8,
            Uri = "/dir/index.html"u8,
        }));

    [Fact]
    public void The_example_of_RFC_2617_3_5() =>
        Assert.Equal("6629fae49393a05397450978507c4ef1", Response("Mufasa", "testrealm@host.com", "Circle Of Life", new DigestInput
        {
            Quality = DigestQuality.Authentication,
            Nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"u8,
            Count = "00000001"u8,
            ClientNonce = "0a4f113b"u8,
            Method = "GET"u8,
            Uri = "/dir/index.html"u8,
        }));

    /// <summary>draft-smith-sipping-auth-examples-01, whose body for auth-int is replaced by one of ours.</summary>
    [Theory]
    [InlineData(DigestQuality.None, false, "bf57e4e0d0bffc0fbaedce64d59add5e")]
    [InlineData(DigestQuality.Authentication, false, "89eb0059246c02b2f6ee02c7961d5ea3")]
    [InlineData(DigestQuality.Authentication, true, "e4e4ea61d186d07a92c9e1f6919902e9")]
    [InlineData(DigestQuality.Integrity, false, "41f1bde42dcddbee8ae7d65fd3474dc0")]
    [InlineData(DigestQuality.Integrity, true, "10e4c79b16d21d51995ab98083d134d8")]
    public void The_examples_for_SIP(DigestQuality quality, bool isSession, string response) =>
        Assert.Equal(response, Response("bob", "biloxi.com", "zanzibar", new DigestInput
        {
            Quality = quality,
            IsSession = isSession,
            Nonce = "dcd98b7102dd2f0e8b11d0f600bfb0c093"u8,
            Count = "00000001"u8,
            ClientNonce = "0a4f113b"u8,
            Method = "INVITE"u8,
            Uri = "sip:bob@biloxi.com"u8,
            Body = "v=0\r\no=bob 2890844526 2890844526 IN IP4 media.biloxi.com\r\ns=\r\nc=IN IP4 media.biloxi.com\r\nt=0 0\r\nm=audio 49170 RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\nm=video 51372 RTP/AVP 31\r\na=rtpmap:31 H261/90000\r\nm=video 53000 RTP/AVP 32\r\na=rtpmap:32 MPV/90000\r\n"u8,
        }));

    [Fact]
    public void Parts_may_be_longer_than_the_scratch()
    {
        var longName = new string('x', 3000);
        Assert.Equal(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Utf8($"{longName}:r:{longName}"))),
            Ha1(DigestAlgorithm.Sha256, longName, "r", longName));
    }

    private static string Response(string userName, string realm, string password, in DigestInput input)
    {
        var response = new byte[DigestNames.HexLength(input.Algorithm)];
        DigestResponse.Compute(Utf8(Ha1(input.Algorithm, userName, realm, password)), input, response);
        return Text(response);
    }

    private static string Ha1(DigestAlgorithm algorithm, string userName, string realm, string password)
    {
        var ha1 = new byte[DigestNames.HexLength(algorithm)];
        DigestResponse.ComputeHa1(algorithm, Utf8(userName), Utf8(realm), Utf8(password), ha1);
        return Text(ha1);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
