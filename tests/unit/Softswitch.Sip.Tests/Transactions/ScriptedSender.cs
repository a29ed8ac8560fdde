using System.Text;

namespace Softswitch.Sip.Tests.Transactions;

/// <summary>A way out that keeps what is sent, and fails what it is told to fail.</summary>
internal sealed class ScriptedSender : ISipSender
{
    private readonly List<(Action<object?>? OnFailure, object? State)> _failures = [];

    /// <summary>Everything sent, in order.</summary>
    public List<SentMessage> Sent { get; } = [];

    /// <summary>Whether there is a TCP listening point.</summary>
    public bool HasTcp { get; set; } = true;

    public SentMessage Last => Sent[^1];

    public void Send(in SipPeer to, ReadOnlySpan<byte> message, Action<object?>? onFailure = null, object? state = null)
    {
        Sent.Add(new SentMessage(to, Encoding.UTF8.GetString(message)));
        _failures.Add((onFailure, state));
    }

    public SipListenPoint LocalFor(in SipPeer to) => to.Transport switch
    {
        SipTransport.Tcp when HasTcp => new SipListenPoint(SipTransport.Tcp, "192.0.2.1:5060"u8.ToArray()),
        SipTransport.Tls => new SipListenPoint(SipTransport.Tls, "192.0.2.1:5061"u8.ToArray()),
        _ => new SipListenPoint(SipTransport.Udp, "192.0.2.1:5060"u8.ToArray()),
    };

    /// <summary>Says that the message sent as number <paramref name="index"/> was not delivered.</summary>
    public void Fail(int index)
    {
        var (onFailure, state) = _failures[index];
        onFailure?.Invoke(state);
    }

    /// <summary>What was sent since the last call, first lines only.</summary>
    public string[] TakeStartLines()
    {
        var lines = Sent.Select(sent => sent.StartLine).ToArray();
        Sent.Clear();
        _failures.Clear();
        return lines;
    }
}

/// <summary>A message on its way out.</summary>
internal sealed record SentMessage(SipPeer To, string Text)
{
    public string StartLine => Text[..Text.IndexOf('\r', StringComparison.Ordinal)];

    /// <summary>All values of a header field, joined by a bar; null where there is none.</summary>
    public string? this[string header]
    {
        get
        {
            var values = Text[..Text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n")
                .Where(line => line.StartsWith(header + ": ", StringComparison.Ordinal))
                .Select(line => line[(header.Length + 2)..])
                .ToArray();
            return values.Length == 0 ? null : string.Join('|', values);
        }
    }
}
