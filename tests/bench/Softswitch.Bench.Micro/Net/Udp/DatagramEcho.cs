using Softswitch.Net;

namespace Softswitch.Bench.Micro.Net.Udp;

/// <summary>Sends back what comes.</summary>
internal sealed class DatagramEcho : IDatagramHandler
{
    public void OnDatagram(UdpSocket socket, Span<byte> datagram, in NetAddress from) => socket.Send(datagram, from);
}
