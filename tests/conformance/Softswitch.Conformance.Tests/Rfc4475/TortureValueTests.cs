using System.Text;
using Softswitch.Sip;

namespace Softswitch.Conformance.Tests.Rfc4475;

/// <summary>What is to be seen in the messages of RFC 4475 that are accepted, and what is answered to those that are not.</summary>
public class TortureValueTests
{
    [Fact]
    public void Wsinv_is_read_through_all_its_white_space()
    {
        var message = Read("wsinv");
        Assert.Equal("1918181833n", Text(message.ToTag));
        Assert.Equal("98asjd8", Text(message.FromTag));
        Assert.True(message.TryGetAddress(HeaderName.From, out var from));
        Assert.Equal(@"J Rosenberg \\\""", Text(from.DisplayName));
        Span<byte> name = new byte[64];
        Assert.Equal(@"J Rosenberg \""", Text(name[..HeaderSyntax.Unquote(from.DisplayName, name)]));
        Assert.Equal(9u, message.CSeqNumber);
        Assert.True(message.TryGetSeconds(HeaderName.MaxForwards, out var hops));
        Assert.Equal(68u, hops);
        Assert.True(message.Has(HeaderName.Subject));
        Assert.True(message[HeaderName.Subject].IsEmpty);
        Assert.Equal(["192.0.2.2 390skdjuw", "spindle.example.com z9hG4bK9ikj8", "192.168.255.111 z9hG4bK30239"], Vias(message, via => $"{Text(via.Host)} {Text(via.Branch)}"));
        Assert.True(message.TryGetAddress(HeaderName.Contact, out var contact));
        Assert.True(contact.TryGetParameter("newparam"u8, out var value));
        Assert.Equal("newvalue", Text(value));
        Assert.True(contact.TryGetParameter("q"u8, out var q) && QValue.TryParse(q, out var thousandths) && thousandths == 330);
        Assert.Equal("newfangled value   continued newfangled value", Text(Unknown(message, "NewFangledHeader"))); // The break has become blanks.
        Assert.Equal(";;,,;;,;", Text(Unknown(message, "UnknownHeaderWithUnusualValue")));
        Assert.Equal(150, message.Body.Length);
    }

    [Fact]
    public void Intmeth_keeps_every_unusual_byte()
    {
        var message = Read("intmeth");
        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", Text(message.MethodName));
        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", Text(uri.User));
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", Text(uri.Password));
        Assert.Equal("example.com", Text(uri.Host));
        Assert.True(message.TryGetAddress(HeaderName.To, out var to));
        Assert.Equal("BEL:\\\a NUL:\\\0 DEL:\\\u007f", Text(to.DisplayName));
        Assert.True(message.TryGetAddress(HeaderName.From, out var from));
        Assert.Equal("_token~1'+`*%!-.", Text(from.Tag));
        Assert.True(from.TryGetParameter("fromParam''~+*_!.-%"u8, out var value));
        Assert.Equal("\"работающий\"", Text(value));
        Assert.Equal("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{", Text(message.CallId));
        Assert.Equal("\ufeff大停電", Text(Unknown(message, "extensionHeader-!.%*+_`'~")));
    }

    [Fact]
    public void Esc01_has_escapes_that_hide_nothing()
    {
        var message = Read("esc01");
        Assert.True(SipUri.TryParse(message.RequestUri, out var uri));
        Assert.Equal(UriScheme.Sip, uri.Scheme);
        Assert.Equal("sips:user@example.com", Unescape(uri.User));
        Assert.Equal("example.net", Text(uri.Host));
        Assert.True(SipUri.TryParse("sip:user@example.com"u8, out var plain));
        Assert.True(UriComparison.Same(UriOf(message, HeaderName.To), plain));
        var contact = UriOf(message, HeaderName.Contact);
        Assert.Equal("caller", Unescape(contact.User));
        Assert.True(contact.IsLooseRouter);
        Assert.True(SipUri.TryParse("sip:caller@host5.example.net;lr;name=value%2541"u8, out plain));
        Assert.True(UriComparison.Same(contact, plain));
        // Unescaped once, not twice.
        Assert.True(contact.TryGetParameter("name"u8, out var value));
        Assert.Equal("value%41", Unescape(value));
    }

    [Fact]
    public void Escnull_has_NULs_that_end_nothing()
    {
        var message = Read("escnull");
        Assert.True(message.TryGetAddress(HeaderName.To, out var to));
        Assert.Equal("sip:null-\0-null@example.com", Unescape(to.Uri));
        var users = new List<string>();
        foreach (var value in message.Values(HeaderName.Contact))
        {
            Assert.True(NameAddr.TryParse(value, out var contact));
            Assert.True(contact.TryGetUri(out var uri));
            users.Add(Unescape(uri.User));
        }

        Assert.Equal(["\0", "\0\0"], users);
    }

    [Fact]
    public void Esc02_has_percent_signs_that_are_no_escapes()
    {
        var message = Read("esc02");
        Assert.Equal("RE%47IST%45R", Text(message.MethodName));
        Assert.Equal(SipMethod.Unknown, message.Method);
        Assert.True(message.TryGetAddress(HeaderName.To, out var to));
        Assert.Equal("%Z%45", Text(to.DisplayName));
        Assert.True(message.TryGetTopVia(out var via));
        Assert.Equal("z9hG4bK209%fzsnel234", Text(via.Branch));
        // C%6Fntact is a header that nobody knows: two contacts, not three.
        var contacts = new List<string>();
        foreach (var value in message.Values(HeaderName.Contact)) contacts.Add(Text(value));
        Assert.Equal(["<sip:alias1@host1.example.com>", "<sip:alias3@host3.example.com>"], contacts);
    }

    [Fact]
    public void Lwsdisp_has_no_blank_after_the_name()
    {
        Assert.True(Read("lwsdisp").TryGetAddress(HeaderName.From, out var from));
        Assert.Equal("caller", Text(from.DisplayName));
        Assert.Equal("sip:caller@example.com", Text(from.Uri));
    }

    [Fact]
    public void Longreq_is_long()
    {
        var message = Read("longreq");
        var vias = Vias(message, via => Text(via.Host));
        Assert.Equal(34, vias.Count);
        Assert.Equal("sip33.example.com", vias[0]);
        Assert.Equal("host.example.com", vias[33]);
        Assert.Equal(6000, UriOf(message, HeaderName.To).Port);
        Assert.Equal(150, message.Body.Length);
    }

    [Fact]
    public void Dblreq_holds_one_message_in_a_datagram_and_two_in_a_stream()
    {
        var bytes = Transcription.Read("Rfc4475", "dblreq");
        var message = Read("dblreq");
        Assert.Equal(SipMethod.Register, message.Method);
        Assert.True(message.Body.IsEmpty);

        var framer = new StreamFramer(SipLimits.Default);
        var rest = bytes.AsSpan();
        var methods = new List<SipMethod>();
        while (!rest.IsEmpty)
        {
            var frame = framer.Next(rest);
            Assert.NotEqual(0, frame.Length);
            if (frame.Kind == FrameKind.Message)
            {
                Assert.True(message.TryParse(rest[..frame.Length], SipLimits.Default, out _));
                methods.Add(message.Method);
            }

            rest = rest[frame.Length..];
        }

        Assert.Equal([SipMethod.Register, SipMethod.Invite], methods);
    }

    [Fact]
    public void Clerr_waits_for_the_rest_in_a_stream()
    {
        Assert.Equal(FrameKind.NeedMore, new StreamFramer(SipLimits.Default).Next(Transcription.Read("Rfc4475", "clerr")).Kind);
        Assert.Equal(FrameKind.Malformed, new StreamFramer(SipLimits.Default).Next(Transcription.Read("Rfc4475", "ncl")).Kind);
        Assert.Equal(FrameKind.Malformed, new StreamFramer(SipLimits.Default).Next(Transcription.Read("Rfc4475", "mcl01")).Kind);
    }

    [Fact]
    public void Semiuri_has_a_semicolon_in_its_user()
    {
        Assert.True(SipUri.TryParse(Read("semiuri").RequestUri, out var uri));
        Assert.Equal("user;par=u@example.net", Unescape(uri.User));
        Assert.Equal("example.com", Text(uri.Host));
        Assert.True(uri.Parameters.IsEmpty);
    }

    [Fact]
    public void Transports_are_kept_known_or_not() =>
        Assert.Equal(["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"], Vias(Read("transports"), via => Text(via.Transport)));

    [Fact]
    public void Mpart01_has_a_text_and_a_signature()
    {
        var message = Read("mpart01");
        Assert.Equal(553, message.Body.Length);
        Assert.True(message.TryGetBody("text/plain"u8, out var text));
        Assert.Equal("Hello", Text(text));
        Assert.True(message.TryGetBody("application/octet-stream"u8, out var signature));
        Assert.Equal(0x30, signature[0]);
        Assert.Equal(342, signature.Length);
    }

    [Fact]
    public void Reason_phrases_may_be_anything_or_nothing()
    {
        Assert.Equal("= 2**3 * 5**2 но сто девяносто девять - простое", Text(Read("unreason").ReasonPhrase));
        var message = Read("noreason");
        Assert.Equal(100, message.StatusCode);
        Assert.True(message.ReasonPhrase.IsEmpty);
    }

    [Theory]
    [InlineData("lwsstart", "sip:user@example.com")]
    [InlineData("trws", "sip:remote-target@example.com")]
    public void Blanks_of_the_start_line_are_no_part_of_the_uri(string name, string uri) =>
        Assert.Equal(uri, Text(Read(name).RequestUri));

    [Fact]
    public void Badbranch_has_no_branch_to_match_by()
    {
        Assert.True(Read("badbranch").TryGetTopVia(out var via));
        Assert.False(via.HasUniqueBranch);
    }

    [Theory]
    [InlineData("insuf", "Missing From")]
    [InlineData("multi01", "Several From")]
    [InlineData("mcl01", "Several Content-Length")]
    [InlineData("quotbal", "Invalid To")]
    [InlineData("ltgtruri", "Invalid Request-URI")]
    [InlineData("lwsruri", "Invalid Request-URI")]
    [InlineData("escruri", "Header Components in the Request-URI")]
    [InlineData("regbadct", "Invalid Contact")]
    [InlineData("badaspec", "Invalid To")]
    [InlineData("badinv01", "Invalid Via")]
    public void A_refusal_says_what_is_wrong(string name, string text)
    {
        Assert.False(MessageValidation.TryValidate(Read(name), out var error));
        Assert.Equal(text, error.Text);
    }

    [Theory]
    [InlineData("badvers")]
    [InlineData("mismatch01")]
    [InlineData("scalar02")]
    [InlineData("clerr")]
    [InlineData("ncl")]
    public void A_message_that_is_refused_can_still_be_answered(string name)
    {
        var message = new SipMessage();
        Assert.False(message.TryParse(Transcription.Read("Rfc4475", name), SipLimits.Default, out var error));
        Assert.NotEqual(0, error.Status);
        Assert.True(message.TryGetTopVia(out _));
        Assert.False(message.CallId.IsEmpty);
        Assert.False(message[HeaderName.CSeq].IsEmpty);
        Assert.False(message.FromTag.IsEmpty);
        Assert.False(message[HeaderName.To].IsEmpty);
    }

    [Theory]
    [InlineData("bext01", "Unsupported: nothingSupportsThis\r\nUnsupported: nothingSupportsThisEither\r\n")]
    [InlineData("invut", "Accept: application/sdp\r\n")]
    [InlineData("sdp01", "Accept: application/sdp\r\n")]
    [InlineData("intmeth", "Allow: INVITE, ACK, BYE, CANCEL, REGISTER, OPTIONS, PRACK, UPDATE, INFO, REFER, SUBSCRIBE, NOTIFY, PUBLISH, MESSAGE\r\n")]
    [InlineData("unkscm", "")]
    public void A_refusal_says_what_would_be_taken(string name, string headers)
    {
        var message = Read(name);
        var writer = new SipWriter();
        RequestInspector.Inspect(message, Verdict.Capabilities).WriteHeaders(writer, message, Verdict.Capabilities);
        Assert.Equal(headers, Text(writer.Written));
    }

    [Fact]
    public void Zeromf_goes_no_further()
    {
        Assert.Equal(483, RequestInspector.InspectHops(Read("zeromf")).Status);
        Assert.True(RequestInspector.InspectHops(Read("inv2543")).IsGood);
    }

    [Theory]
    [InlineData("cparam01", true)]
    [InlineData("cparam02", false)]
    public void Without_brackets_a_parameter_is_the_headers(string name, bool isHeaders)
    {
        Assert.True(Read(name).TryGetAddress(HeaderName.Contact, out var contact));
        Assert.Equal(isHeaders, contact.TryGetParameter("unknownparam"u8, out _));
        Assert.True(contact.TryGetUri(out var uri));
        Assert.Equal(!isHeaders, uri.TryGetParameter("unknownparam"u8, out _));
    }

    [Fact]
    public void Regescrt_keeps_the_route_it_is_to_be_called_with()
    {
        Assert.True(UriOf(Read("regescrt"), HeaderName.Contact).TryGetHeader("Route"u8, out var route));
        Assert.Equal("<sip:sip.example.com>", Unescape(route));
    }

    [Fact]
    public void Inv2543_comes_from_before_tags_and_branches()
    {
        var message = Read("inv2543");
        Assert.True(message.FromTag.IsEmpty);
        Assert.True(message.TryGetTopVia(out var via));
        Assert.True(via.Branch.IsEmpty);
        Assert.Equal(70, RequestInspector.HopsLeft(message));
        Assert.EndsWith("m=audio 49217 RTP/AVP 0\r\n", Text(message.Body), StringComparison.Ordinal);
    }

    private static SipMessage Read(string name)
    {
        var message = new SipMessage();
        Assert.True(message.TryParse(Transcription.Read("Rfc4475", name), SipLimits.Default, out var error), error.Text);
        return message;
    }

    private static SipUri UriOf(SipMessage message, HeaderName name)
    {
        Assert.True(message.TryGetAddress(name, out var address));
        Assert.True(address.TryGetUri(out var uri));
        return uri;
    }

    private delegate string OfVia(Via via);

    private static List<string> Vias(SipMessage message, OfVia text)
    {
        var all = new List<string>();
        foreach (var value in message.Values(HeaderName.Via))
        {
            Assert.True(Via.TryParse(value, out var via));
            all.Add(text(via));
        }

        return all;
    }

    private static ReadOnlySpan<byte> Unknown(SipMessage message, string name)
    {
        for (var i = 0; i < message.HeaderCount; i++)
        {
            var field = message.HeaderAt(i);
            if (Text(field.NameBytes) == name) return field.Value;
        }

        return default;
    }

    private static string Unescape(ReadOnlySpan<byte> text)
    {
        var bytes = new byte[text.Length];
        return Text(bytes.AsSpan(0, UriEscapes.Unescape(text, bytes)));
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
