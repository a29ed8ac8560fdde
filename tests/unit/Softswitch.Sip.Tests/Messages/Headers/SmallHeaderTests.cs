using System.Text;

namespace Softswitch.Sip.Tests.Messages.Headers;

public class SmallHeaderTests
{
    [Fact]
    public void CSeq_has_a_number_and_a_method()
    {
        Assert.True(CSeq.TryParse("0009\r\n  INVITE"u8, out var cseq));
        Assert.Equal(9u, cseq.Number);
        Assert.Equal(SipMethod.Invite, cseq.Method);
        Assert.False(CSeq.TryParse("2147483648 INVITE"u8, out _));
        Assert.False(CSeq.TryParse("1"u8, out _));
        Assert.False(CSeq.TryParse("INVITE"u8, out _));
    }

    [Fact]
    public void RAck_has_two_numbers_and_a_method()
    {
        Assert.True(RAck.TryParse("776656 1 INVITE"u8, out var rack));
        Assert.Equal(776656u, rack.ResponseNumber);
        Assert.Equal(1u, rack.CSeqNumber);
        Assert.Equal(SipMethod.Invite, rack.Method);
        Assert.False(RAck.TryParse("1 INVITE"u8, out _));
        Assert.False(RAck.TryParse("0 1 INVITE"u8, out _));
    }

    [Fact]
    public void Replaces_names_a_dialog()
    {
        Assert.True(Replaces.TryParse("98732@sip.example.com ;from-tag=r33th4x0r ;to-tag=ff87ff;early-only"u8, out var replaces));
        Assert.Equal("98732@sip.example.com", Encoding.UTF8.GetString(replaces.CallId));
        Assert.Equal("ff87ff", Encoding.UTF8.GetString(replaces.ToTag));
        Assert.Equal("r33th4x0r", Encoding.UTF8.GetString(replaces.FromTag));
        Assert.True(replaces.EarlyOnly);
        Assert.False(Replaces.TryParse("a@b;to-tag=1"u8, out _));
        Assert.False(Replaces.TryParse("a@b;to-tag=1;to-tag=2;from-tag=3"u8, out _));
    }

    [Fact]
    public void ReferTo_holds_the_escaped_dialog_to_replace()
    {
        Assert.True(ReferTo.TryParse(
            "<sip:transferee@192.0.2.4?Replaces=090459243588173445%3Bto-tag%3D7553452%3Bfrom-tag%3D31431&Require=replaces>"u8, out var refer));
        Assert.Equal(SipMethod.Invite, refer.Method);
        Span<byte> scratch = stackalloc byte[256];
        Assert.True(refer.TryGetReplaces(scratch, out var replaces));
        Assert.Equal("090459243588173445", Encoding.UTF8.GetString(replaces.CallId));
        Assert.Equal("7553452", Encoding.UTF8.GetString(replaces.ToTag));
        Assert.Equal("31431", Encoding.UTF8.GetString(replaces.FromTag));
        Assert.False(refer.TryGetReplaces(scratch[..10], out _));
    }

    [Theory]
    [InlineData("1800;refresher=uas", 1800u, SessionRefresher.Uas)]
    [InlineData("90 ; refresher = UAC", 90u, SessionRefresher.Uac)]
    [InlineData("99999999999", uint.MaxValue, SessionRefresher.None)]
    public void Session_expires_says_who_refreshes(string text, uint seconds, SessionRefresher refresher)
    {
        Assert.True(SessionExpires.TryParse(Encoding.UTF8.GetBytes(text), out var expires));
        Assert.Equal(new SessionExpires(seconds, refresher), expires);
    }

    [Fact]
    public void Reason_has_a_protocol_a_cause_and_a_text()
    {
        Assert.True(Reason.TryParse("Q.850 ;cause=16 ;text=\"Normal call clearing\""u8, out var reason));
        Assert.True(reason.IsQ850);
        Assert.Equal(16, reason.Cause);
        Assert.Equal("Normal call clearing", Encoding.UTF8.GetString(reason.Text));
    }

    [Theory]
    [InlineData("1", true, 1000)]
    [InlineData("0.5", true, 500)]
    [InlineData("0.333", true, 333)]
    [InlineData("1.000", true, 1000)]
    [InlineData("0.", true, 0)]
    [InlineData("1.1", false, 1000)]
    [InlineData("0.3333", false, 1000)]
    [InlineData("x", false, 1000)]
    [InlineData("", false, 1000)]
    public void Q_values_count_in_thousandths(string text, bool valid, int thousandths)
    {
        Assert.Equal(valid, QValue.TryParse(Encoding.UTF8.GetBytes(text), out var q));
        Assert.Equal(thousandths, q);
    }
}
