using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Relay;

/// <summary>A phone's media socket on the loopback interface.</summary>
internal sealed class TestEnd : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly UdpClient _client;
    private ushort _sequence;

    public TestEnd(bool ipv6 = false, uint ssrc = 1)
    {
        _client = new UdpClient(new IPEndPoint(ipv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0));
        Ssrc = ssrc;
    }

    public uint Ssrc { get; }

    public NetAddress Address => NetAddress.From((IPEndPoint)_client.Client.LocalEndPoint!);

    /// <summary>An RTP packet of this end's stream with <paramref name="payload"/>.</summary>
    public byte[] Rtp(ReadOnlySpan<byte> payload, byte payloadType = 0)
    {
        var packet = new byte[RtpHeader.FixedLength + payload.Length];
        packet[0] = 0x80;
        packet[1] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), ++_sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _sequence * 160u);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), Ssrc);
        payload.CopyTo(packet.AsSpan(RtpHeader.FixedLength));
        return packet;
    }

    public void Send(ReadOnlySpan<byte> datagram, NetAddress to) => _client.Send(datagram, to.ToIPEndPoint());

    public byte[] SendRtp(NetAddress to, params byte[] payload)
    {
        var packet = Rtp(payload);
        Send(packet, to);
        return packet;
    }

    public async Task<byte[]> Receive() => (await ReceiveFrom()).Datagram;

    public async Task<(byte[] Datagram, NetAddress From)> ReceiveFrom()
    {
        var received = await _client.ReceiveAsync().WaitAsync(Patience);
        return (received.Buffer, NetAddress.From(received.RemoteEndPoint));
    }

    /// <summary>Whether nothing has come that was not received.</summary>
    public bool IsQuiet => _client.Available == 0;

    public void Dispose() => _client.Dispose();
}
