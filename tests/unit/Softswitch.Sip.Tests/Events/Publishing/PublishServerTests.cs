using System.Text;

namespace Softswitch.Sip.Tests.Events.Publishing;

/// <summary>The event state compositor of RFC 3903 §6.</summary>
public sealed class PublishServerTests : IPublicationPackage
{
    private readonly EventFixture _fixture = new();
    private readonly PublicationTable _table = new(capacity: 2);
    private readonly List<string> _events = [];
    private int _cseq;

    public PublishServerTests() => _ = new PublishServer(_fixture.Sessions, [this], _table);

    ReadOnlySpan<byte> IPublicationPackage.Name => "presence"u8;

    ReadOnlySpan<byte> IPublicationPackage.ContentTypes => "application/pidf+xml, text/plain"u8;

    EventOptions IPublicationPackage.Options { get; } = new();

    [Fact]
    public void A_state_is_published_changed_refreshed_and_removed()
    {
        var first = Publish("Expires: 600\n", "open");
        Assert.Equal("SIP/2.0 200 OK", first.Status);
        Assert.Equal("600", first.Expires);
        var second = Publish($"SIP-If-Match: {first.Tag}\n", "busy");
        Assert.NotEqual(first.Tag, second.Tag);
        var third = Publish($"SIP-If-Match: {second.Tag}\n", "");
        Assert.NotEqual(second.Tag, third.Tag);
        Assert.Equal("busy", Encoding.UTF8.GetString(Assert.Single(_table.Find(this, "200")).Body));
        Assert.Equal("0", Publish($"SIP-If-Match: {third.Tag}\nExpires: 0\n", "").Expires);

        Assert.Equal(["changed 200 open", "changed 200 busy", "removed 200 busy"], _events);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void A_tag_is_good_for_one_state_only()
    {
        var first = Publish("", "open");
        Publish($"SIP-If-Match: {first.Tag}\n", "busy");

        Assert.Equal("SIP/2.0 412 Conditional Request Failed", Publish($"SIP-If-Match: {first.Tag}\n", "again").Status);
        Assert.Equal("SIP/2.0 412 Conditional Request Failed", Publish("SIP-If-Match: 0123456789abcdef\nExpires: 0\n", "").Status);
        Assert.Equal("SIP/2.0 412 Conditional Request Failed", Publish("SIP-If-Match: nonsense\n", "").Status);
    }

    [Theory]
    [InlineData("", "", "400 Bad Request")]
    [InlineData("Expires: 5\n", "open", "423 Interval Too Brief")]
    [InlineData("Content-Type: application/x\n", "open", "415 Unsupported Media Type")]
    public void What_makes_no_sense_is_refused(string headers, string body, string status)
    {
        Assert.Equal("SIP/2.0 " + status, Publish(headers, body).Status);
        Assert.Empty(_events);
    }

    [Fact]
    public void Another_event_is_refused_with_those_there_are()
    {
        var response = _fixture.Request("PUBLISH", "Event: dialog\n");

        Assert.Equal("SIP/2.0 489 Bad Event", response.StartLine);
        Assert.Equal("presence", response["Allow-Events"]);
    }

    [Fact]
    public void A_state_that_is_not_refreshed_lapses()
    {
        var first = Publish("Expires: 60\n", "open");
        _fixture.Pass(50);
        Publish($"SIP-If-Match: {first.Tag}\nExpires: 60\n", "");
        _fixture.Pass(50);
        Assert.Equal(1, _table.Count);
        _fixture.Pass(12);

        Assert.Equal(["changed 200 open", "removed 200 open"], _events);
        Assert.Equal(0, _table.Count);
    }

    [Fact]
    public void There_are_no_more_publications_than_there_is_room_for()
    {
        Publish("", "one");
        Publish("", "two");
        Assert.Equal("SIP/2.0 503 Service Unavailable", Publish("", "three").Status);
    }

    SubscribeVerdict IPublicationPackage.OnPublish(SipMessage request, in SipPeer from) =>
        SubscribeVerdict.Accept(SipUri.TryParse(request.RequestUri, out var uri) ? Encoding.UTF8.GetString(uri.User) : "");

    void IPublicationPackage.OnChanged(Publication publication) => Note("changed", publication);

    void IPublicationPackage.OnRemoved(Publication publication) => Note("removed", publication);

    private void Note(string what, Publication publication) =>
        _events.Add($"{what} {publication.Resource} {Encoding.UTF8.GetString(publication.Body)}");

    private (string Status, string? Tag, string? Expires) Publish(string headers, string body)
    {
        var type = body.Length > 0 && !headers.Contains("Content-Type", StringComparison.Ordinal) ? "Content-Type: text/plain;charset=utf-8\n" : "";
        var response = _fixture.Request("PUBLISH", "Event: presence\n" + headers + type, cseq: ++_cseq, body: body, callId: "p" + _cseq);
        return (response.StartLine, response["SIP-ETag"], response["Expires"]);
    }
}
