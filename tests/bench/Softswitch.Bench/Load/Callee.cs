using System.Text;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.Load;

/// <summary>A phone that rings at once, answers 20 ms later, and lets itself be hung up on; any number of calls at a time.</summary>
internal sealed class Callee : IDisposable
{
    private readonly LoadSocket _socket;
    private readonly MessageBuilder _message = new();
    private readonly Delayed _answers = new(TimeSpan.FromMilliseconds(20));
    private readonly byte[] _contact;
    private readonly byte[] _session;
    private readonly Thread _thread;
    private volatile bool _stopped;

    public Callee(ISwitch target)
    {
        _socket = new LoadSocket(target.Address);
        _contact = Encoding.ASCII.GetBytes($"Contact: <sip:callee@127.0.0.1:{_socket.Port}>\r\n");
        _session = SessionDescription.Of(_socket.Port);
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    public int Port => _socket.Port;

    public long Datagrams => _socket.Datagrams;

    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Run()
    {
        while (!_stopped)
        {
            while (_socket.Receive() is { IsEmpty: false } request) OnRequest(request);
            _answers.SendDue(_socket);
            var wait = _answers.UntilNext;
            _socket.Wait(wait < TimeSpan.FromMilliseconds(200) ? wait : TimeSpan.FromMilliseconds(200));
        }
    }

    private void OnRequest(ReadOnlySpan<byte> request)
    {
        if (request.StartsWith("INVITE "u8))
        {
            _socket.Send(Begin(request, "180 Ringing"u8).Add(_contact).End());
            _answers.Add(Begin(request, "200 OK"u8).Add(_contact).Add("Allow: INVITE, ACK, BYE, CANCEL, OPTIONS\r\nContent-Type: application/sdp\r\n"u8).End(_session));
        }
        else if (!request.StartsWith("ACK "u8))
        {
            _socket.Send(Begin(request, "200 OK"u8).End());
        }
    }

    private MessageBuilder Begin(ReadOnlySpan<byte> request, ReadOnlySpan<byte> status)
    {
        _message.Begin().Add("SIP/2.0 "u8).Add(status).Add("\r\n"u8);
        foreach (var line in new SipText.Lines(request))
        {
            if (SipText.Is(line, "Via"u8) || SipText.Is(line, "Record-Route"u8) || SipText.Is(line, "From"u8) || SipText.Is(line, "Call-ID"u8) || SipText.Is(line, "CSeq"u8))
            {
                _message.Add(line).Add("\r\n"u8);
            }
            else if (SipText.Is(line, "To"u8))
            {
                _message.Add(line);
                if (line.IndexOf(";tag="u8) < 0) _message.Add(";tag=callee"u8);
                _message.Add("\r\n"u8);
            }
        }

        return _message;
    }
}
