namespace Softswitch.Net;

/// <summary>Takes what arrives at a <see cref="UdpSocket"/>, on its worker.</summary>
public interface IDatagramHandler
{
    /// <summary>
    /// A datagram (0 to 65507 bytes). Its bytes are the worker's receive buffer: they may be changed, and are gone when this returns.
    /// </summary>
    void OnDatagram(UdpSocket socket, Span<byte> datagram, in NetAddress from);

    /// <summary>
    /// A datagram that was sent to <paramref name="to"/> did not arrive: it could not be sent, or the network said so
    /// (ICMP: port, host or network unreachable; only with <see cref="UdpSocketOptions.ReportUndelivered"/>).
    /// <paramref name="beginning"/> holds the first bytes of that datagram as far as they came back, perhaps none.
    /// </summary>
    void OnUndelivered(UdpSocket socket, ReadOnlySpan<byte> beginning, in NetAddress to)
    {
    }
}
