using System.Text;
using Softswitch.Sip;

namespace Softswitch.Conformance.Tests.Rfc5118;

/// <summary>Every message of RFC 5118 with the verdict that its section asks for, and the addresses that are to be seen in it.</summary>
public class IPv6VerdictTests
{
    public static TheoryData<string, string, Part, int> Verdicts => new()
    {
        { "4.1", "ipv6-good", Part.None, 0 },
        { "4.2", "ipv6-bad", Part.Validation, 400 },
        { "4.3", "port-ambiguous", Part.None, 0 },
        { "4.4", "port-unambiguous", Part.None, 0 },
        { "4.5", "via-received-with-delim", Part.None, 0 },
        { "4.5", "via-received-no-delim", Part.None, 0 },
        { "4.6", "ipv6-in-sdp", Part.None, 0 },
        { "4.7", "mult-ip-in-header", Part.None, 0 },
        { "4.8", "mult-ip-in-sdp", Part.None, 0 },
        { "4.9", "ipv4-mapped-ipv6", Part.None, 0 },
        { "4.10", "ipv6-bug-abnf-3-colons", Part.None, 0 },
        { "4.10", "ipv6-correct-abnf-2-colons", Part.None, 0 },
    };

    [Theory]
    [MemberData(nameof(Verdicts))]
    public void The_verdict_is_the_texts(string section, string name, Part by, int status)
    {
        _ = section;
        Assert.Equal(new Verdict(by, status), Verdict.Of(Transcription.Read("Rfc5118", name)));
    }

    [Fact]
    public void Every_message_has_a_verdict() =>
        Assert.Equal(Transcription.Names("Rfc5118"), Verdicts.Select(row => (string)((object[])row)[1]).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("port-ambiguous", "[2001:db8::10:5070]", 0)]
    [InlineData("port-unambiguous", "[2001:db8::10]", 5070)]
    public void A_port_is_one_only_outside_of_the_brackets(string name, string host, int port)
    {
        Assert.True(SipUri.TryParse(Read(name).RequestUri, out var uri));
        Assert.Equal(host, Text(uri.Host));
        Assert.Equal(port, uri.Port);
    }

    [Theory]
    [InlineData("via-received-with-delim", "[2001:db8::9:255]")]
    [InlineData("via-received-no-delim", "2001:db8::9:255")]
    public void Received_may_have_brackets_or_not(string name, string received)
    {
        Assert.True(Read(name).TryGetTopVia(out var via));
        Assert.Equal(received, Text(via.Received));
        Assert.Equal("[2001:db8::9:1]", Text(via.Host));
        Assert.StartsWith("z9hG4bKas3", Text(via.Branch), StringComparison.Ordinal);
    }

    [Fact]
    public void Addresses_of_both_families_stand_side_by_side()
    {
        var seen = new List<string>();
        foreach (var value in Read("mult-ip-in-header").Values(HeaderName.Via))
        {
            Assert.True(Via.TryParse(value, out var via));
            seen.Add($"{Text(via.Transport)} {Text(via.Host)} {via.Port} {Text(via.Received)}");
        }

        Assert.Equal(["UDP [2001:db8::9:1] 6050 ", "UDP 192.0.2.1 0 ", "TCP [2001:db8::9:255] 0 192.0.2.200"], seen);
    }

    [Fact]
    public void The_third_colon_of_the_old_grammar_changes_nothing()
    {
        Assert.True(SipUri.TryParse(Read("ipv6-bug-abnf-3-colons").RequestUri, out var old));
        Assert.True(SipUri.TryParse(Read("ipv6-correct-abnf-2-colons").RequestUri, out var correct));
        Assert.True(UriComparison.Same(old, correct));
    }

    [Fact]
    public void Mapped_addresses_are_read()
    {
        var message = Read("ipv4-mapped-ipv6");
        Assert.True(message.TryGetAddress(HeaderName.Contact, out var contact));
        Assert.True(contact.TryGetUri(out var uri));
        Assert.Equal("[::ffff:192.0.2.2]", Text(uri.Host));
        Assert.True(message.TryGetTopVia(out var via));
        Assert.Equal(19823, via.Port);
    }

    private static SipMessage Read(string name)
    {
        var message = new SipMessage();
        Assert.True(message.TryParse(Transcription.Read("Rfc5118", name), SipLimits.Default, out var error), error.Text);
        return message;
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
