using System.Text;
using Softswitch.Sip;

namespace Softswitch.Kernel.Tests.Registrar;

/// <summary>REGISTER as RFC 3261 §10.3 has it.</summary>
public sealed class RegisterHandlerTests
{
    private readonly RegistrarFixture _fixture = new();

    [Fact]
    public void A_phone_registers_after_a_challenge_and_is_found()
    {
        Assert.Equal(200, _fixture.Register());

        Assert.Equal(["<sip:100@192.0.2.7:5070>;expires=3600"], _fixture.Contacts);
        Assert.Equal(["sip:100@192.0.2.7:5070"], _fixture.Find());
        Assert.Equal(["acme/100 Registered sip:100@192.0.2.7:5070 1"], _fixture.TakeEvents());
        Assert.Equal(["save acme/100 sip:100@192.0.2.7:5070"], _fixture.Stored);
        Assert.Equal(1, _fixture.Table.Contacts);
    }

    [Fact]
    public void The_challenge_names_the_domain_and_leaves_nothing_behind()
    {
        var status = _fixture.Send(_fixture.Text(RegistrarFixture.Contact, null, 1, "c", "100", "acme.example", "", null), RegistrarFixture.Phone());

        Assert.Equal(401, status);
        Assert.Contains("WWW-Authenticate: Digest realm=\"acme.example\"", _fixture.Response, StringComparison.Ordinal);
        Assert.Equal(0, _fixture.Layer.ActiveServers + _fixture.Layer.LingeringCount);
        Assert.Empty(_fixture.Find());
    }

    [Theory]
    [InlineData("100", "100", "wrong", 401)]
    [InlineData("999", "999", "one", 401)]
    [InlineData("101", "100", "one", 403)]
    public void Nobody_registers_without_the_secret_or_for_somebody_else(string user, string login, string password, int status)
    {
        Assert.Equal(status, _fixture.Register(user: user, login: login, password: password));
        Assert.Equal(0, _fixture.Table.Contacts);
    }

    [Fact]
    public void The_same_number_in_another_account_is_somebody_else()
    {
        Assert.Equal(200, _fixture.Register());
        Assert.Equal(200, _fixture.Register("<sip:100@192.0.2.9>", domain: "globex.example", callId: "other"));

        Assert.Equal(["sip:100@192.0.2.7:5070"], _fixture.Find());
        Assert.Equal(["sip:100@192.0.2.9"], _fixture.Find(account: "globex"));
    }

    [Fact]
    public void A_domain_that_is_nobodys_is_not_found() => Assert.Equal(404, _fixture.Register(domain: "nowhere.example"));

    [Fact]
    public void A_trusted_address_needs_no_secret()
    {
        Assert.Equal(200, _fixture.RegisterTrusted());
        Assert.Equal(401, _fixture.RegisterTrusted(cseq: 2, from: RegistrarFixture.Phone(address: "198.51.100.1")));
    }

    [Fact]
    public void A_refresh_is_kept_and_is_no_news()
    {
        _fixture.Register(cseq: 1);
        _fixture.TakeEvents();
        _fixture.Pass(1800);
        Assert.Equal(200, _fixture.Register(cseq: 10));

        Assert.Empty(_fixture.TakeEvents());
        Assert.Equal(["<sip:100@192.0.2.7:5070>;expires=3600"], _fixture.Contacts);
        Assert.Equal(2, _fixture.Stored.Count);
        _fixture.Pass(3500);
        Assert.Single(_fixture.Find());
    }

    [Fact]
    public void A_contact_that_is_not_refreshed_lapses_and_is_told_of()
    {
        _fixture.Register(expires: 60);
        _fixture.TakeEvents();
        _fixture.Pass(59.9);
        Assert.Single(_fixture.Find());
        _fixture.Pass(0.2);
        Assert.Empty(_fixture.Find());
        _fixture.Pass(1);

        Assert.Equal(["acme/100 Lapsed sip:100@192.0.2.7:5070 0"], _fixture.TakeEvents());
        Assert.Equal(0, _fixture.Table.Contacts + _fixture.Table.Extensions);
        Assert.Equal(0, _fixture.Worker.Timers.Count);
    }

    [Fact]
    public void Several_contacts_are_listed_the_most_preferred_first()
    {
        _fixture.Register("<sip:a@192.0.2.7>;q=0.5, <sip:b@192.0.2.7>;expires=100;q=0.75");
        _fixture.Register("<sip:c@192.0.2.7>", cseq: 5);

        Assert.Equal(
            ["<sip:c@192.0.2.7>;expires=3600", "<sip:b@192.0.2.7>;expires=100;q=0.750", "<sip:a@192.0.2.7>;expires=3600;q=0.500"], _fixture.Contacts);
        Assert.Equal(["sip:c@192.0.2.7", "sip:b@192.0.2.7", "sip:a@192.0.2.7"], _fixture.Find());
    }

    [Fact]
    public void Without_a_Contact_the_contacts_are_only_asked_for()
    {
        _fixture.Register();
        Assert.Equal(200, _fixture.Register("", cseq: 5));

        Assert.Single(_fixture.Contacts);
        Assert.Single(_fixture.Stored);
    }

    [Theory]
    [InlineData("<sip:100@192.0.2.7:5070>;expires=0", null)]
    [InlineData("<sip:100@192.0.2.7:5070>", 0)]
    [InlineData("*", 0)]
    public void A_phone_unregisters(string contact, int? expires)
    {
        _fixture.Register();
        _fixture.TakeEvents();
        Assert.Equal(200, _fixture.Register(contact, expires, cseq: 5));

        Assert.Empty(_fixture.Contacts);
        Assert.Equal(["acme/100 Removed sip:100@192.0.2.7:5070 0"], _fixture.TakeEvents());
        Assert.Equal("remove acme/100 sip:100@192.0.2.7:5070", _fixture.Stored[^1]);
        Assert.Equal(0, _fixture.Table.Extensions);
    }

    [Fact]
    public void A_contact_is_the_same_however_it_is_written()
    {
        _fixture.Register("<sip:100@PHONE.example:5070;transport=TCP;x=1>");
        _fixture.Register("<sip:%31%300@phone.EXAMPLE:5070;transport=tcp>", cseq: 5);

        Assert.Equal(["sip:%31%300@phone.EXAMPLE:5070"], _fixture.Find().Select(uri => uri.Split(';')[0]));
        Assert.Contains("remove acme/100 sip:100@PHONE.example:5070;transport=TCP;x=1", _fixture.Stored);
    }

    [Theory]
    [InlineData("*", null)]
    [InlineData("*", 60)]
    [InlineData("*, <sip:100@192.0.2.7>", 0)]
    [InlineData("<tel:+15551234>", null)]
    [InlineData("<sip:100@192.0.2.7>;+sip.instance=\"<urn:uuid:1>\";reg-id=x", null)]
    public void A_Contact_that_makes_no_sense_is_refused(string contact, int? expires)
    {
        Assert.Equal(400, _fixture.Register(contact, expires));
        Assert.Empty(_fixture.Find());
    }

    [Fact]
    public void Too_short_a_time_is_refused_with_the_shortest_and_too_long_a_one_is_cut()
    {
        Assert.Equal(423, _fixture.Register(expires: 29));
        Assert.Contains("Min-Expires: 30\r\n", _fixture.Response, StringComparison.Ordinal);
        Assert.Equal(200, _fixture.Register(expires: 30, cseq: 5));
        Assert.Equal(200, _fixture.Register(expires: 1_000_000, cseq: 10));
        Assert.Equal(["<sip:100@192.0.2.7:5070>;expires=7200"], _fixture.Contacts);
    }

    [Fact]
    public void A_refused_contact_keeps_the_others_of_the_same_request_out()
    {
        Assert.Equal(423, _fixture.Register("<sip:a@192.0.2.7>, <sip:b@192.0.2.7>;expires=5"));
        Assert.Empty(_fixture.Find());
        Assert.Empty(_fixture.TakeEvents());
    }

    [Fact]
    public void An_older_REGISTER_that_comes_late_changes_nothing()
    {
        _fixture.RegisterTrusted(cseq: 5);
        _fixture.Pass(33);
        Assert.Equal(500, _fixture.RegisterTrusted(cseq: 5));
        Assert.Equal(500, _fixture.RegisterTrusted(cseq: 4, expires: 0));
        Assert.Equal(500, _fixture.RegisterTrusted("*", cseq: 4, expires: 0));
        Assert.Single(_fixture.Find("102"));
    }

    [Fact]
    public void With_another_Call_ID_the_number_does_not_matter()
    {
        _fixture.Register(cseq: 50);
        Assert.Equal(200, _fixture.Register(cseq: 1, callId: "rebooted"));
    }

    [Fact]
    public void More_phones_than_the_extension_may_have_push_out_the_one_that_was_silent_longest()
    {
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(200, _fixture.Register($"<sip:{i}@192.0.2.7>", callId: "phone" + i));
            _fixture.Pass(1);
        }

        Assert.Equal(["sip:1@192.0.2.7", "sip:2@192.0.2.7", "sip:3@192.0.2.7"], _fixture.Find().Order());
        Assert.Contains("acme/100 Removed sip:0@192.0.2.7 3", _fixture.TakeEvents());
        Assert.Contains("remove acme/100 sip:0@192.0.2.7", _fixture.Stored);
    }

    [Fact]
    public void One_request_with_more_contacts_than_that_is_refused() =>
        Assert.Equal(403, _fixture.Register("<sip:1@a.b>,<sip:2@a.b>,<sip:3@a.b>,<sip:4@a.b>"));

    [Theory]
    [InlineData("<sip:100@192.0.2.7:5070>", SipTransport.Udp, "udp:192.0.2.7:5070")]
    [InlineData("<sip:100@192.0.2.7>", SipTransport.Udp, "udp:192.0.2.7:5060")]
    [InlineData("<sip:100@192.0.2.7:5080;transport=tcp>", SipTransport.Udp, "tcp:192.0.2.7:5080")]
    [InlineData("<sip:100@10.0.0.1:5060>", SipTransport.Udp, "udp:192.0.2.7:5070")]
    [InlineData("<sip:100@phone.example>", SipTransport.Udp, "udp:192.0.2.7:5070")]
    [InlineData("<sip:100@192.0.2.7:5080;transport=tcp>", SipTransport.Tcp, "tcp:192.0.2.7:5080")]
    [InlineData("<sip:100@192.0.2.7;transport=tls>", SipTransport.Tls, "tls:192.0.2.7:5061")]
    [InlineData("<sip:100@10.0.0.1:5080;transport=tcp>", SipTransport.Tcp, "tcp:192.0.2.7:5070")]
    [InlineData("<sip:x@y.invalid;transport=ws>", SipTransport.Wss, "wss:192.0.2.7:5070")]
    public void A_phone_is_reached_at_its_Contact_if_that_is_where_it_is_and_otherwise_the_way_it_came(string contact, SipTransport transport, string way)
    {
        _fixture.RegisterTrusted(contact, from: RegistrarFixture.Phone(transport));

        var flow = Assert.Single(_fixture.Table.Find("acme", "102")).Flow;
        Assert.Equal(way, flow.ToString());
        Assert.Equal(transport == SipTransport.Udp ? 0 : 77, flow.Connection);
        Assert.Equal(flow.Connection != 0 && flow.Remote.Port != RegistrarFixture.Phone().Remote.Port, flow.Listens);
    }

    [Fact]
    public void Behind_NAT_a_phone_has_to_refresh_more_often()
    {
        _fixture.Register("<sip:100@10.0.0.1>");
        Assert.Equal(["<sip:100@10.0.0.1>;expires=120"], _fixture.Contacts);

        _fixture.Register("<sip:100@10.0.0.2>", cseq: 5, from: RegistrarFixture.Phone(SipTransport.Tls));
        Assert.Contains("<sip:100@10.0.0.2>;expires=3600", _fixture.Contacts);
    }

    [Fact]
    public void The_Path_is_kept_and_repeated()
    {
        _fixture.Register(more: "Path: <sip:edge1.example;lr>\nPath: <sip:edge2.example;lr>, <sip:edge3.example;lr>\nSupported: path\nUser-Agent: Example Phone\n");

        var binding = Assert.Single(_fixture.Table.Find("acme", "100"));
        Assert.Equal("<sip:edge1.example;lr>,<sip:edge2.example;lr>,<sip:edge3.example;lr>", Encoding.UTF8.GetString(binding.Path));
        Assert.Equal("Example Phone", binding.UserAgent);
        Assert.Contains("Path: <sip:edge1.example;lr>\r\nPath: <sip:edge2.example;lr>\r\nPath: <sip:edge3.example;lr>\r\n", _fixture.Response, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_required_and_not_known_is_said()
    {
        Assert.Equal(420, _fixture.Register(more: "Require: path, gruu\n"));
        Assert.Contains("Unsupported: gruu\r\n", _fixture.Response, StringComparison.Ordinal);
        Assert.Equal(200, _fixture.Register(more: "Require: path, outbound\n"));
    }

    [Fact]
    public void A_device_that_comes_back_from_another_address_takes_its_own_place()
    {
        const string Device = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\";reg-id=";
        const string Outbound = "Supported: path, outbound\n";
        Assert.Equal(200, _fixture.Register("<sip:100@10.0.0.1>" + Device + "1", more: Outbound));
        Assert.Contains("Require: outbound\r\n", _fixture.Response, StringComparison.Ordinal);
        Assert.Equal(200, _fixture.Register("<sip:100@10.0.0.1>" + Device + "2", more: Outbound, callId: "second"));
        Assert.Equal(200, _fixture.Register("<sip:100@10.9.9.9>" + Device + "1", more: Outbound, callId: "moved"));

        Assert.Equal(["sip:100@10.0.0.1", "sip:100@10.9.9.9"], _fixture.Find().Order());
        Assert.Contains("<sip:100@10.9.9.9>;expires=120" + Device + "1", _fixture.Contacts);
    }

    [Fact]
    public void A_flow_through_a_proxy_that_does_not_keep_it_is_refused()
    {
        const string Contact = "<sip:100@10.0.0.1>;+sip.instance=\"<urn:uuid:1>\";reg-id=1";
        const string Proxy = "Supported: outbound\nVia: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKx\n";
        Assert.Equal(439, _fixture.Register(Contact, more: Proxy));
        Assert.Equal(200, _fixture.Register(Contact, cseq: 5, more: Proxy + "Path: <sip:edge.example;lr;ob>\n"));
    }

    [Fact]
    public void What_was_kept_over_a_restart_is_there_again_and_lapses()
    {
        _fixture.Register();
        var kept = _fixture.Table.Find("acme", "100")[0] with { ExpiresAt = _fixture.Clock.GetUtcNow().AddSeconds(50), CSeq = 900 };
        var other = kept with { Uri = "sip:other@192.0.2.7"u8.ToArray() };
        var lapsed = kept with { Uri = "sip:lapsed@192.0.2.7"u8.ToArray(), ExpiresAt = _fixture.Clock.GetUtcNow() };
        _fixture.Worker.Do(() => _fixture.Handler.Restore([new("acme", "100", kept), new("acme", "100", other), new("acme", "100", lapsed)]));

        Assert.Equal(["sip:100@192.0.2.7:5070", "sip:other@192.0.2.7"], _fixture.Find().Order());
        _fixture.Pass(52);
        Assert.Equal(["sip:100@192.0.2.7:5070"], _fixture.Find());
        Assert.Contains("acme/100 Lapsed sip:other@192.0.2.7 1", _fixture.TakeEvents());
    }
}
