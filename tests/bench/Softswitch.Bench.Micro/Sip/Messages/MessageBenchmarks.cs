using BenchmarkDotNet.Attributes;
using Softswitch.Sip;

namespace Softswitch.Bench.Micro.Sip.Messages;

/// <summary>What a message costs from the datagram to its validated view, and from nothing to bytes.</summary>
public class MessageBenchmarks
{
    private readonly SipMessage _message = new();
    private readonly SipMessage _invite = new();
    private readonly SipWriter _writer = new();
    private readonly StreamFramer _framer = new(SipLimits.Default);
    private readonly UasCapabilities _capabilities = new(Enum.GetValues<SipMethod>().Skip(1), ["100rel", "timer", "replaces"]);

    public MessageBenchmarks()
    {
        if (!_invite.TryParse(Samples.Invite, SipLimits.Default, out var error)) throw new InvalidOperationException(error.Text);
        if (!MessageValidation.TryValidate(_invite, out error)) throw new InvalidOperationException(error.Text);
    }

    [Benchmark]
    public bool ParseInvite() => _message.TryParse(Samples.Invite, SipLimits.Default, out _);

    [Benchmark]
    public bool ParseRegister() => _message.TryParse(Samples.Register, SipLimits.Default, out _);

    [Benchmark]
    public bool ParseOk() => _message.TryParse(Samples.Ok, SipLimits.Default, out _);

    [Benchmark]
    public bool ValidateInvite() => MessageValidation.TryValidate(_invite, out _);

    [Benchmark]
    public int InspectInvite() => RequestInspector.Inspect(_invite, _capabilities).Status;

    [Benchmark]
    public int ReadTagsAndBranch()
    {
        _ = _invite.TryGetTopVia(out var via);
        return _invite.FromTag.Length + _invite.ToTag.Length + via.Branch.Length;
    }

    [Benchmark]
    public int ReadUri() => SipUri.TryParse(_invite.RequestUri, out var uri) ? uri.Port : 0;

    [Benchmark]
    public int ReadVia() => _invite.TryGetTopVia(out var via) ? via.Port : 0;

    [Benchmark]
    public int ReadContact() => _invite.TryGetAddress(HeaderName.Contact, out var contact) ? contact.Uri.Length : 0;

    [Benchmark]
    public int WriteResponse()
    {
        _writer.Status(200, "OK"u8);
        foreach (var via in _invite.Fields(HeaderName.Via)) _writer.Header(HeaderName.Via, via);
        _writer.Header(HeaderName.From, _invite[HeaderName.From])
            .Begin(HeaderName.To).Text(_invite[HeaderName.To]).Text(";tag="u8).Hex(0x0123456789ABCDEF).End()
            .Header(HeaderName.CallId, _invite.CallId)
            .Header(HeaderName.CSeq, _invite[HeaderName.CSeq])
            .Header(HeaderName.Contact, "<sip:192.0.2.10:5060>"u8)
            .Header(HeaderName.Allow, _capabilities.Allow.Span)
            .EndWithBody("application/sdp"u8, _invite.Body);
        return _writer.Written.Length;
    }

    [Benchmark]
    public int FrameInvite() => _framer.Next(Samples.Invite).Length;
}
