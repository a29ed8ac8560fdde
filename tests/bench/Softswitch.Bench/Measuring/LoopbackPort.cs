using System.Net;
using System.Net.Sockets;

namespace Softswitch.Bench.Measuring;

/// <summary>Ports for the measured programs.</summary>
internal static class LoopbackPort
{
    private static int _next = 10_000 + (Environment.ProcessId * 131 % 20_000);

    /// <summary>A port below the range that the system gives out by itself, free for UDP and TCP.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = _next;
            _next = port >= 31_998 ? 10_000 : port + 2;
            try
            {
                using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }

    /// <summary>The first of <paramref name="count"/> ports in a row that are free for UDP, below the range that the system gives out.</summary>
    public static int TakeRange(int count)
    {
        for (var first = Take(); ; first = Take())
        {
            if (first + count > 32_000 || !Enumerable.Range(first, count).All(IsFreeForUdp)) continue;
            _next = first + count + (count & 1);
            return first;
        }
    }

    private static bool IsFreeForUdp(int port)
    {
        try
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
