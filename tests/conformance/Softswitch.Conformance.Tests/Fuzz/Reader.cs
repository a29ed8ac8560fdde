using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Conformance.Tests.Fuzz;

/// <summary>Reads everything there is to read in a message, in every way there is.</summary>
internal sealed class Reader : IDigestSecrets
{
    private readonly DigestAuthenticator _authenticator = new(new DigestOptions(), new ManualClock(DateTimeOffset.UnixEpoch), new SeededRandomSource(1));
    private readonly DigestClient _client = new("a", "b", new SeededRandomSource(2));
    private readonly SipWriter _writer = new();
    private readonly byte[] _scratch = new byte[1 << 20];

    public bool TryFind(ReadOnlySpan<byte> userName, ReadOnlySpan<byte> realm, DigestAlgorithm algorithm, out DigestSecret secret)
    {
        secret = DigestSecret.OfPassword("x"u8);
        return true;
    }

    public void ReadAll(SipMessage message)
    {
        _ = MessageValidation.TryValidate(message, out _);
        if (message.IsRequest)
        {
            var verdict = RequestInspector.Inspect(message, Verdict.Capabilities);
            verdict.WriteHeaders(_writer.Clear(), message, Verdict.Capabilities);
            _ = RequestInspector.HopsLeft(message);
        }

        _ = RequestInspector.IsForUs(message);
        _ = message.TryGetTopVia(out _);
        _ = message.FromTag;
        _ = message.ToTag;
        _ = message.HasOption(HeaderName.Supported, "100rel"u8);
        _ = message.TryGetSeconds(HeaderName.Expires, out _);
        _ = message.TryGetBody("application/sdp"u8, out _);
        foreach (var part in Multipart.Parts(message[HeaderName.ContentType], message.Body)) _ = part.ContentType;
        _ = _authenticator.Verify(message, DigestRole.Server, "r"u8, this, out _);
        _ = _client.TakeChallenges(message);
        for (var i = 0; i < message.HeaderCount; i++) ReadValue(message.HeaderAt(i).Value);
        for (var name = HeaderName.Unknown; name <= HeaderName.RejectContact; name++)
        {
            foreach (var value in message.Values(name)) ReadValue(value);
        }

        ReadUri(message.RequestUri);
    }

    public static void Frame(ReadOnlySpan<byte> bytes)
    {
        var framer = new StreamFramer(SipLimits.Default);
        while (!bytes.IsEmpty)
        {
            var frame = framer.Next(bytes);
            Assert.InRange(frame.Length, frame.Kind is FrameKind.Message or FrameKind.Ping or FrameKind.Pong ? 1 : 0, bytes.Length);
            if (frame.Kind is FrameKind.NeedMore or FrameKind.TooLarge or FrameKind.Malformed) return;
            bytes = bytes[frame.Length..];
        }
    }

    private void ReadValue(ReadOnlySpan<byte> value)
    {
        if (NameAddr.TryParse(value, out var address))
        {
            _ = address.Tag;
            ReadUri(address.Uri);
        }

        _ = Via.TryParse(value, out _);
        _ = CSeq.TryParse(value, out _);
        _ = RAck.TryParse(value, out _);
        _ = Replaces.TryParse(value, out _);
        if (ReferTo.TryParse(value, out var referTo)) _ = referTo.TryGetReplaces(_scratch, out _);
        _ = SessionExpires.TryParse(value, out _);
        _ = Reason.TryParse(value, out _);
        _ = QValue.TryParse(value, out _);
        _ = HeaderSyntax.Unquote(value, _scratch);
        ReadUri(value);
    }

    private void ReadUri(ReadOnlySpan<byte> text)
    {
        if (!SipUri.TryParse(text, out var uri)) return;
        Assert.True(UriComparison.Same(uri, uri));
        _ = uri.IsLooseRouter;
        _ = UriEscapes.Unescape(uri.User, _scratch);
        _ = NetAddress.TryParse(uri.Host, 5060, out _);
    }
}
