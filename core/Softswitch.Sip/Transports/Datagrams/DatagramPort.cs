using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>What arrives at one worker's socket of one UDP listening point.</summary>
internal sealed class DatagramPort(WorkerTransport transport, ushort listener) : IDatagramHandler
{
    /// <inheritdoc/>
    public void OnDatagram(UdpSocket socket, Span<byte> datagram, in NetAddress from)
    {
        if (StunKeepAlive.IsStun(datagram))
        {
            TransportCounters.Count(ref transport.Counters.KeepAlives);
            Span<byte> answer = stackalloc byte[StunKeepAlive.AnswerLength];
            var length = StunKeepAlive.Answer(datagram, from, answer);
            if (length > 0) socket.Send(answer[..length], from);
        }
        else if (!datagram.ContainsAnyExcept("\r\n \0"u8))
        {
            // What phones send to keep the way through a router open; not a message, and nothing to answer.
            TransportCounters.Count(ref transport.Counters.KeepAlives);
        }
        else
        {
            transport.Receive(datagram, new SipPeer(SipTransport.Udp, from, listener));
        }
    }

    /// <inheritdoc/>
    public void OnUndelivered(UdpSocket socket, ReadOnlySpan<byte> beginning, in NetAddress to) => transport.Refused(beginning, to);
}
