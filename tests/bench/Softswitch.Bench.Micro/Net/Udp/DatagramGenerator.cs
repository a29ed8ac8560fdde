using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Softswitch.Bench.Micro.Net.Udp;

/// <summary>Sends datagrams evenly spaced, or keeps 128 of them under way, and reads what comes back.</summary>
internal static class DatagramGenerator
{
    private const int UnderWay = 128;

    public static void Run(IPEndPoint server, int rate, TimeSpan time, int length)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 50 };
        socket.Connect(server);
        var datagram = new byte[length];
        var answer = new byte[2048];
        var began = Stopwatch.GetTimestamp();
        if (rate == 0)
        {
            for (var i = 0; i < UnderWay; i++) socket.Send(datagram);
            while (Stopwatch.GetElapsedTime(began) < time)
            {
                try
                {
                    socket.Receive(answer);
                }
                catch (SocketException)
                {
                    // One was lost; the place it had under way is filled again.
                }

                socket.Send(datagram);
            }

            return;
        }

        socket.Blocking = false;
        long sent = 0;
        while (Stopwatch.GetElapsedTime(began) is var passed && passed < time)
        {
            if (sent < passed.TotalSeconds * rate)
            {
                socket.Send(datagram);
                sent++;
            }

            while (socket.Available > 0) socket.Receive(answer);
        }
    }
}
