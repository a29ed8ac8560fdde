using System.Net;
using System.Net.Sockets;

namespace Softswitch.Tests.Shared;

/// <summary>
/// Ports for the programs that a test or a comparison starts. They lie below the range the system hands out by itself, so that no other
/// socket takes one between the look and the use, and each is given once per run.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 10_000;
    private const int Last = 32_000;
    private static readonly Lock Gate = new();
    private static int _next = First + (Environment.ProcessId * 97 % (Last - First));

    /// <summary>The first of <paramref name="count"/> neighbouring ports, even, free for UDP and TCP on 127.0.0.1.</summary>
    public static int Take(int count = 2)
    {
        lock (Gate)
        {
            while (true)
            {
                var first = (_next + 1) & ~1;
                _next = first + count;
                if (_next >= Last)
                {
                    _next = First;
                    continue;
                }

                if (Enumerable.Range(first, count).All(IsFree)) return first;
            }
        }
    }

    /// <summary>Whether somebody has opened a port; found without touching it.</summary>
    public static bool IsOpen(int port)
    {
        var local = $":{port:X4} ";
        return File.ReadLines("/proc/net/udp").Concat(File.ReadLines("/proc/net/tcp")).Any(line => line.IndexOf(local, StringComparison.Ordinal) is > 0 and < 20);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Any, port));
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
