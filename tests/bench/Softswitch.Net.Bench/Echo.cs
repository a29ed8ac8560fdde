namespace Softswitch.Net.Bench;

/// <summary>Sends back what comes.</summary>
internal sealed class Echo : IDatagramHandler
{
    public void OnDatagram(UdpSocket socket, Span<byte> datagram, in NetAddress from) => socket.Send(datagram, from);
}
