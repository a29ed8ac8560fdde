using System.Text;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.Load;

/// <summary>Calls at a steady rate: INVITE, 100, 180, 200, ACK, a talk of 200 ms, BYE, 200.</summary>
internal sealed class Caller : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private readonly LoadSocket _socket;
    private readonly MessageBuilder _message = new();
    private readonly Delayed _farewells = new(TimeSpan.FromMilliseconds(200));
    private readonly byte[] _local;
    private readonly byte[] _session;
    private readonly byte[] _caller;
    private readonly byte[] _callee;
    private readonly byte[] _domain;
    private Progress[] _calls = [];
    private int _run;
    private int _done;

    public Caller(ISwitch target, string caller, string callee)
    {
        _socket = new LoadSocket(target.Address);
        _local = Encoding.ASCII.GetBytes($"127.0.0.1:{_socket.Port}");
        _session = SessionDescription.Of(_socket.Port);
        _domain = Encoding.ASCII.GetBytes(target.Domain);
        _caller = Encoding.ASCII.GetBytes(caller);
        _callee = Encoding.ASCII.GetBytes($"sip:{callee}@{target.Domain}");
    }

    private enum Progress : byte
    {
        None,
        Inviting,
        Talking,
        Done,
        Refused,
    }

    public long Datagrams => _socket.Datagrams;

    /// <summary>Final responses that came again, and responses other than those a call goes by; 0 in a clean run.</summary>
    public int Unexpected { get; private set; }

    /// <summary>Makes <paramref name="total"/> calls; returns how many went their whole way.</summary>
    public int Run(int rate, int total)
    {
        _run++;
        _done = Unexpected = 0;
        _calls = new Progress[total];
        var pace = new Pace(rate, total);
        var lastProgress = TimeSpan.Zero;
        while (_done < total && !(pace.IsOver && pace.Elapsed - lastProgress > Patience))
        {
            while (pace.TakeNext()) Invite(pace.Begun - 1);
            _farewells.SendDue(_socket);
            while (_socket.Receive() is { IsEmpty: false } response)
            {
                lastProgress = pace.Elapsed;
                OnResponse(response);
            }

            _socket.Wait(_farewells.UntilNext < pace.UntilNext ? _farewells.UntilNext : pace.UntilNext);
        }

        return _done;
    }

    public void Dispose() => _socket.Dispose();

    private void OnResponse(ReadOnlySpan<byte> response)
    {
        var status = SipText.Status(response);
        var callId = SipText.Header(response, "Call-ID"u8);
        var call = SipText.LeadingNumber(callId);
        if (status < 200 || call < 0 || call >= _calls.Length) return;
        var isInvite = SipText.Header(response, "CSeq"u8).EndsWith("INVITE"u8);
        switch (_calls[call])
        {
            case Progress.Inviting when isInvite && status == 200:
                _calls[call] = Progress.Talking;
                Follow(response, "ACK"u8, "1 ACK"u8, call);
                _socket.Send(_message.End());
                Follow(response, "BYE"u8, "2 BYE"u8, call);
                _farewells.Add(_message.End());
                break;
            case Progress.Talking when !isInvite && status == 200:
                _calls[call] = Progress.Done;
                _done++;
                break;
            case Progress.Inviting when isInvite:
                _calls[call] = Progress.Refused;
                Unexpected++;
                break;
            default:
                Unexpected++;
                break;
        }
    }

    private void Invite(int call)
    {
        _calls[call] = Progress.Inviting;
        Begin("INVITE"u8, _callee, "i"u8, call).Add("From: "u8);
        AddCaller(call).Add("To: <"u8).Add(_callee).Add(">\r\n"u8);
        AddCallId(call).Add("CSeq: 1 INVITE\r\nContact: <sip:"u8).Add(_caller).Add("@"u8).Add(_local)
            .Add(">\r\nAllow: INVITE, ACK, BYE, CANCEL, OPTIONS\r\nUser-Agent: load\r\nContent-Type: application/sdp\r\n"u8);
        _socket.Send(_message.End(_session));
    }

    /// <summary>Begins a request within the dialog that an answer made: to its Contact, along its Record-Route (RFC 3261 §12.1.2).</summary>
    private void Follow(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> method, ReadOnlySpan<byte> sequence, int call)
    {
        Begin(method, SipText.Address(SipText.Header(answer, "Contact"u8)), method, call);
        AddRoutes(new SipText.Lines(answer));
        _message.Add("From: "u8);
        AddCaller(call).Add("To: "u8).Add(SipText.Header(answer, "To"u8)).Add("\r\n"u8);
        AddCallId(call).Add("CSeq: "u8).Add(sequence).Add("\r\nUser-Agent: load\r\n"u8);
    }

    /// <summary>Adds the routes in reverse, the last line first.</summary>
    private void AddRoutes(SipText.Lines lines)
    {
        while (lines.MoveNext())
        {
            if (!SipText.Is(lines.Current, "Record-Route"u8)) continue;
            var route = lines.Current["Record-Route:".Length..];
            AddRoutes(lines);
            _message.Add("Route:"u8).Add(route).Add("\r\n"u8);
            return;
        }
    }

    private MessageBuilder Begin(ReadOnlySpan<byte> method, ReadOnlySpan<byte> uri, ReadOnlySpan<byte> branch, int call) =>
        _message.Begin().Add(method).Add(" "u8).Add(uri).Add(" SIP/2.0\r\nVia: SIP/2.0/UDP "u8).Add(_local).Add(";branch=z9hG4bK"u8).Add(branch).Add(_run).Add("x"u8).Add(call)
            .Add(";rport\r\nMax-Forwards: 70\r\n"u8);

    private MessageBuilder AddCaller(int call) => _message.Add("<sip:"u8).Add(_caller).Add("@"u8).Add(_domain).Add(">;tag=c"u8).Add(_run).Add("x"u8).Add(call).Add("\r\n"u8);

    private MessageBuilder AddCallId(int call) => _message.Add("Call-ID: "u8).Add(call).Add("-"u8).Add(_run).Add("@load\r\n"u8);
}
