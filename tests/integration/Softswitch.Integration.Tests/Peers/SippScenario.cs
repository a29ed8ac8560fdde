using System.Text;

namespace Softswitch.Integration.Tests.Peers;

/// <summary>
/// A scenario of SIPp, written message by message in the order of the flow. One dialog: what is sent within it follows
/// from what was received. Keys that every run gives: <c>domain</c>, <c>user</c>; <c>service</c> is the callee.
/// </summary>
internal sealed class SippScenario
{
    /// <summary>What the switch asks an INVITE's credentials with.</summary>
    private const int InviteChallenge = 401;

    private readonly StringBuilder _steps = new();
    private readonly SortedSet<string> _variables = new(StringComparer.Ordinal);
    private int _step;
    private int _inviteStep;
    private int _sequence;
    private int _inviteSequence;
    private bool _isCallee;
    private bool _inDialog;

    private string LocalParty => _isCallee ? "[$to];tag=[pid]s[call_number]" : "<sip:[user]@[domain]>;tag=[pid]c[call_number]";

    private string RemoteParty => _isCallee ? "[$from]" : _inDialog ? "<sip:[service]@[domain]>[peer_tag_param]" : "<sip:[service]@[domain]>";

    private string Target => _inDialog ? "[next_url]" : "sip:[service]@[domain]";

    /// <summary>The scenario as SIPp reads it.</summary>
    public string ToXml()
    {
        var references = _variables.Count == 0 ? string.Empty : $"<Reference variables=\"{string.Join(',', _variables)}\" />\n";
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<scenario name=\"flow\">\n{_steps}{references}</scenario>\n";
    }

    /// <summary>An SDP for SIPp's own media port.</summary>
    public static string Session(int version = 1, string direction = "sendrecv", string address = "127.0.0.1") =>
        $"v=0\no=sipp 53655765 {version} IN IP4 {address}\ns=-\nc=IN IP4 {address}\nt=0 0\nm=audio [media_port] RTP/AVP 0\na=rtpmap:0 PCMU/8000\na={direction}\n";

    public SippScenario Register(string headers, bool authenticated = false) =>
        Send(
            $"""
            REGISTER sip:[domain] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
            Max-Forwards: 70
            From: <sip:[user]@[domain]>;tag=[pid]r[call_number]
            To: <sip:[user]@[domain]>
            Call-ID: [call_id]
            CSeq: {++_sequence} REGISTER
            {headers}
            """,
            authenticated);

    /// <summary>An INVITE: the first one, the same with credentials, or within the dialog.</summary>
    public SippScenario Invite(string? session = null, bool authenticated = false, bool offer = true, string headers = "")
    {
        _inviteStep = _step;
        _inviteSequence = _sequence + 1;
        return Request("INVITE", authenticated: authenticated, session: offer ? session ?? Session() : null, headers: $"Contact: <sip:[user]@[local_ip]:[local_port];transport=[transport]>\n{headers}");
    }

    /// <summary>The whole beginning of a call by a phone that must authenticate.</summary>
    public SippScenario InviteWithCredentials(string? session = null, bool offer = true, string headers = "") =>
        Invite(session, offer: offer, headers: headers).Provisional(100).Challenge(InviteChallenge).AckRefusal()
            .Invite(session, authenticated: true, offer: offer, headers: headers).ChallengedAgain(InviteChallenge);

    /// <summary>The challenge to what was sent first.</summary>
    public SippScenario Challenge(int status) => Recv($"response=\"{status}\" auth=\"true\"");

    /// <summary>The same challenge may come twice, where a busy machine made SIPp send twice what it answers.</summary>
    public SippScenario ChallengedAgain(int status) => Provisional(status);

    /// <summary>A request other than INVITE, ACK and CANCEL.</summary>
    public SippScenario Request(string method, bool authenticated = false, string? session = null, string headers = "") =>
        Send(
            $"""
            {method} {Target} SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
            Max-Forwards: 70
            {(_inDialog ? "[routes]\n" : string.Empty)}From: {LocalParty}
            To: {RemoteParty}
            Call-ID: [call_id]
            CSeq: {++_sequence} {method}
            {headers}
            """,
            authenticated,
            session);

    /// <summary>Asks the other side to call somebody else (RFC 3515), and follows how that goes until the switch hangs up.</summary>
    public SippScenario ReferAway(string target) =>
        Request("REFER", headers: $"Contact: <sip:[user]@[local_ip]:[local_port]>\nRefer-To: <sip:{target}@[domain]>\n").Expect(202)
            .Step("<label id=\"following\" />")
            .Step("<recv request=\"BYE\" optional=\"true\" next=\"left\" />")
            .Step("<recv request=\"NOTIFY\" />")
            .Reply(200, next: "following")
            .Step("<label id=\"left\" />")
            .Reply(200);

    /// <summary>Asks the other side to call somebody else, and is told that this failed with <paramref name="status"/>.</summary>
    public SippScenario ReferInVain(string target, int status)
    {
        Request("REFER", headers: $"Contact: <sip:[user]@[local_ip]:[local_port]>\nRefer-To: <sip:{target}@[domain]>\n").Expect(202);
        return ExpectRequest("NOTIFY", "SIP/2.0 100").Reply(200).ExpectRequest("NOTIFY", $"SIP/2.0 {status}").Reply(200);
    }

    /// <summary>A key pressed, as phones without telephone-event send it.</summary>
    public SippScenario Press(char key) =>
        Send(
            $"""
            INFO {Target} SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
            Max-Forwards: 70
            [routes]
            From: {LocalParty}
            To: {RemoteParty}
            Call-ID: [call_id]
            CSeq: {++_sequence} INFO
            """,
            session: $"Signal={key}\nDuration=160\n",
            contentType: "application/dtmf-relay").Expect(200);

    public SippScenario Bye() => Request("BYE").Expect(200);

    /// <summary>The ACK to a 2xx.</summary>
    public SippScenario Ack(string? session = null) =>
        Send(
            $"""
            ACK [next_url] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
            Max-Forwards: 70
            [routes]
            From: {LocalParty}
            To: {RemoteParty}
            Call-ID: [call_id]
            CSeq: {_inviteSequence} ACK
            """,
            session: session,
            repeats: false);

    /// <summary>The ACK to a final response of 300 and above, which belongs to the INVITE's transaction: the same branch (RFC 3261 §17.1.1.3).</summary>
    public SippScenario AckRefusal() => HopByHop("ACK", "[peer_tag_param]", repeats: false);

    public SippScenario Cancel() => HopByHop("CANCEL", string.Empty, repeats: true);

    /// <summary>A response that may come or not.</summary>
    public SippScenario Provisional(int status) => Recv($"response=\"{status}\" optional=\"true\"");

    public SippScenario Expect(int status) => Recv($"response=\"{status}\"");

    /// <summary>A response that says what <paramref name="pattern"/> (a POSIX expression) says, or does not say it.</summary>
    public SippScenario Expect(int status, string pattern, bool absent = false) => RecvMatching($"response=\"{status}\"", pattern, absent);

    /// <summary>The 2xx that makes the dialog.</summary>
    public SippScenario ExpectAnswer(string pattern = "m=audio [1-9]")
    {
        _inDialog = true;
        return RecvMatching("response=\"200\" rrs=\"true\"", pattern, absent: false);
    }

    /// <summary>A request; the INVITE that begins the dialog makes this side the callee.</summary>
    public SippScenario ExpectRequest(string method, bool optional = false)
    {
        var repeated = optional ? " optional=\"true\"" : string.Empty;
        if (method != "INVITE" || _inDialog || _inviteSequence > 0) return Recv($"request=\"{method}\"{repeated}");
        _isCallee = true;
        _variables.UnionWith(["from", "to", "invite"]);
        return Step("""
            <recv request="INVITE" rrs="true">
              <action>
                <ereg regexp=".*" search_in="hdr" header="From:" assign_to="from" />
                <ereg regexp=".*" search_in="hdr" header="To:" assign_to="to" />
                <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="invite" />
              </action>
            </recv>
            """);
    }

    public SippScenario ExpectRequest(string method, string pattern) => RecvMatching($"request=\"{method}\"", pattern, absent: false);

    /// <summary>A response to what was received last; the scenario goes on at the label <paramref name="next"/>.</summary>
    public SippScenario Reply(int status, string? session = null, string headers = "", bool repeats = false, string? next = null)
    {
        var tag = _isCallee && !_inDialog ? ";tag=[pid]s[call_number]" : string.Empty;
        if (_isCallee && status is >= 200 and < 300) _inDialog = true;
        return Response(status, "[last_To:]" + tag, "[last_CSeq:]", headers, session, repeats, next);
    }

    /// <summary>The final response to an INVITE that was cancelled, behind the 200 to the CANCEL.</summary>
    public SippScenario ReplyToCancelled()
    {
        Response(200, "[last_To:];tag=[pid]s[call_number]", "[last_CSeq:]", string.Empty, session: null, repeats: false);
        return Response(487, "[last_To:];tag=[pid]s[call_number]", "CSeq: [$invite]", string.Empty, session: null, repeats: true);
    }

    public SippScenario Pause(int milliseconds) => Step($"<pause milliseconds=\"{milliseconds}\" />");

    /// <summary>A step in SIPp's own words.</summary>
    public SippScenario Step(string xml)
    {
        // SIPp does not count labels, and branches are named by how many steps ago they began.
        if (!xml.StartsWith("<label", StringComparison.Ordinal)) _step++;
        foreach (var line in xml.Split('\n')) _steps.Append("  ").Append(line.TrimEnd('\r')).Append('\n');
        return this;
    }

    private SippScenario Response(int status, string to, string sequence, string headers, string? session, bool repeats, string? next = null) =>
        Send(
            $"""
            SIP/2.0 {status} {(status < 200 ? "Progress" : status < 300 ? "OK" : "Refused")}
            [last_Via:]
            [last_Record-Route:]
            [last_From:]
            {to}
            [last_Call-ID:]
            {sequence}
            Contact: <sip:[local_ip]:[local_port];transport=[transport]>
            {headers}
            """,
            session: session,
            repeats: repeats,
            next: next);

    private SippScenario HopByHop(string method, string toTag, bool repeats) =>
        Send(
            $"""
            {method} sip:[service]@[domain] SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-{_step - _inviteStep}];rport
            Max-Forwards: 70
            From: {LocalParty}
            To: <sip:[service]@[domain]>{toTag}
            Call-ID: [call_id]
            CSeq: {_inviteSequence} {method}
            """,
            repeats: repeats);

    private SippScenario Send(string header, bool authenticated = false, string? session = null, bool repeats = true, string? next = null, string contentType = "application/sdp")
    {
        var body = session is null ? "Content-Length: 0\n\n" : $"Content-Type: {contentType}\nContent-Length: [len]\n\n{session}";
        var credentials = authenticated ? "[authentication]\n" : string.Empty;
        var retransmission = repeats ? " retrans=\"500\"" : string.Empty;
        var jump = next is null ? string.Empty : $" next=\"{next}\"";
        return Step($"<send{retransmission}{jump}>\n<![CDATA[\n{header.TrimEnd()}\n{credentials}{body}\n]]>\n</send>");
    }

    private SippScenario Recv(string attributes) => Step($"<recv {attributes} />");

    private SippScenario RecvMatching(string attributes, string pattern, bool absent)
    {
        var variable = $"match{_step}";
        _variables.Add(variable);
        var check = absent ? "check_it_inverse" : "check_it";
        return Step($"<recv {attributes}>\n  <action>\n    <ereg regexp=\"{pattern}\" search_in=\"msg\" {check}=\"true\" assign_to=\"{variable}\" />\n  </action>\n</recv>");
    }
}
