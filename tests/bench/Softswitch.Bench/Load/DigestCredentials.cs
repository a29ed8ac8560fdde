using System.Security.Cryptography;
using System.Text;

namespace Softswitch.Bench.Load;

/// <summary>A user's answer to a digest challenge (RFC 7616, MD5 as phones do it, with qop=auth where it is offered).</summary>
internal sealed class DigestCredentials(string user, string realm, string secret)
{
    private readonly byte[] _name = Encoding.ASCII.GetBytes(user);
    private readonly byte[] _realm = Encoding.ASCII.GetBytes(realm);
    private readonly byte[] _hashed = Hex(Encoding.ASCII.GetBytes($"{user}:{realm}:{secret}"));

    /// <summary>Adds the Authorization header that answers the challenge in a 401.</summary>
    public void Authorize(MessageBuilder message, ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri)
    {
        var nonce = Quoted(challenge, "nonce=\""u8);
        var opaque = Quoted(challenge, "opaque=\""u8);
        var withQop = challenge.IndexOf("qop="u8) >= 0;
        var request = Hex([.. method, (byte)':', .. uri]);
        byte[] answer = withQop
            ? Hex([.. _hashed, (byte)':', .. nonce, .. ":00000001:0a4f113b:auth:"u8, .. request])
            : Hex([.. _hashed, (byte)':', .. nonce, (byte)':', .. request]);

        message.Add("Authorization: Digest username=\""u8).Add(_name).Add("\", realm=\""u8).Add(_realm).Add("\", nonce=\""u8).Add(nonce)
            .Add("\", uri=\""u8).Add(uri).Add("\", response=\""u8).Add(answer).Add("\", algorithm=MD5"u8);
        if (withQop) message.Add(", qop=auth, nc=00000001, cnonce=\"0a4f113b\""u8);
        if (!opaque.IsEmpty) message.Add(", opaque=\""u8).Add(opaque).Add("\""u8);
        message.Add("\r\n"u8);
    }

    private static ReadOnlySpan<byte> Quoted(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> name)
    {
        var start = challenge.IndexOf(name);
        if (start < 0) return default;
        var value = challenge[(start + name.Length)..];
        return value[..value.IndexOf((byte)'"')];
    }

#pragma warning disable CA5351 // RFC 3261's digest is MD5; it protects nothing here.
    private static byte[] Hex(ReadOnlySpan<byte> text) => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(MD5.HashData(text)));
#pragma warning restore CA5351
}
