using System.Text;
using Softswitch.Bench.Measuring;
using Softswitch.Bench.Switches;

namespace Softswitch.Bench.Load;

/// <summary>Users registering at a steady rate: REGISTER, 401, REGISTER with the answer, 200; four datagrams each.</summary>
internal sealed class Registrations : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);
    private readonly LoadSocket _socket;
    private readonly MessageBuilder _message = new();
    private readonly byte[] _uri;
    private readonly byte[] _domain;
    private readonly byte[] _local;
    private readonly User[] _users;
    private int _done;
    private int _next;

    /// <param name="target">The switch.</param>
    /// <param name="users">Names of the users, who all have the one secret.</param>
    /// <param name="contactPort">Port of the contact that is registered; 0 is the generator's own.</param>
    public Registrations(ISwitch target, IEnumerable<string> users, int contactPort = 0)
    {
        _socket = new LoadSocket(target.Address);
        _domain = Encoding.ASCII.GetBytes(target.Domain);
        _uri = [.. "sip:"u8, .. _domain];
        _local = Encoding.ASCII.GetBytes($"127.0.0.1:{_socket.Port}");
        var contact = $"127.0.0.1:{(contactPort == 0 ? _socket.Port : contactPort)}";
        _users = [.. users.Select((name, index) => new User(name, index, contact, new DigestCredentials(name, target.Domain, LoadUsers.Secret)))];
    }

    public long Datagrams => _socket.Datagrams;

    /// <summary>Lets <paramref name="total"/> registrations happen, user after user; returns how many were done.</summary>
    public int Run(int rate, int total)
    {
        _done = 0;
        var pace = new Pace(rate, total);
        var idleSince = TimeSpan.Zero;
        while (_done < total && !(pace.IsOver && pace.Elapsed - idleSince > Patience))
        {
            while (pace.TakeNext())
            {
                Send(_users[_next], challenge: default);
                _next = (_next + 1) % _users.Length;
            }

            while (_socket.Receive() is { IsEmpty: false } response)
            {
                idleSince = pace.Elapsed;
                OnResponse(response);
            }

            _socket.Wait(pace.UntilNext);
        }

        return _done;
    }

    /// <summary>Registers the next user; false where the port is closed or nobody answers for a moment.</summary>
    public bool TryOne()
    {
        _done = 0;
        var user = _users[_next];
        Send(user, challenge: default);
        while (_done == 0)
        {
            _socket.Wait(Moment);
            var response = _socket.Receive();
            if (response.IsEmpty) return false;
            OnResponse(response);
        }

        _next = (_next + 1) % _users.Length;
        return true;
    }

    public void Dispose() => _socket.Dispose();

    private void OnResponse(ReadOnlySpan<byte> response)
    {
        var index = SipText.LeadingNumber(SipText.Header(response, "Call-ID"u8));
        if (index < 0 || index >= _users.Length) return;
        var user = _users[index];
        // An answer to what was sent before is a retransmission.
        if (SipText.LeadingNumber(SipText.Header(response, "CSeq"u8)) != user.Sequence) return;
        switch (SipText.Status(response))
        {
            case 401: Send(user, SipText.Header(response, "WWW-Authenticate"u8)); break;
            case 200: _done++; break;
            case >= 300 and var status: throw new BenchException($"a REGISTER was answered with {status}:\n{Encoding.UTF8.GetString(response)}");
        }
    }

    private void Send(User user, ReadOnlySpan<byte> challenge)
    {
        user.Sequence++;
        _message.Begin().Add("REGISTER "u8).Add(_uri).Add(" SIP/2.0\r\nVia: SIP/2.0/UDP "u8).Add(_local)
            .Add(";branch=z9hG4bKr"u8).Add(user.Index).Add("x"u8).Add(user.Sequence).Add(";rport\r\nMax-Forwards: 70\r\nFrom: <sip:"u8).Add(user.Name).Add("@"u8).Add(_domain)
            .Add(">;tag=r"u8).Add(user.Sequence).Add("\r\nTo: <sip:"u8).Add(user.Name).Add("@"u8).Add(_domain)
            .Add(">\r\nCall-ID: "u8).Add(user.Index).Add("-register\r\nCSeq: "u8).Add(user.Sequence).Add(" REGISTER\r\nContact: <sip:"u8).Add(user.Name).Add("@"u8).Add(user.Contact)
            .Add(">\r\nExpires: 3600\r\nUser-Agent: load\r\n"u8);
        if (!challenge.IsEmpty) user.Credentials.Authorize(_message, challenge, "REGISTER"u8, _uri);
        _socket.Send(_message.End());
    }

    private sealed class User(string name, int index, string contact, DigestCredentials credentials)
    {
        public byte[] Name { get; } = Encoding.ASCII.GetBytes(name);

        public byte[] Contact { get; } = Encoding.ASCII.GetBytes(contact);

        public int Index => index;

        public DigestCredentials Credentials => credentials;

        public int Sequence { get; set; }
    }
}
