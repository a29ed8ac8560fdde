using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Softswitch.Bench.Switches;

/// <summary>Asks whether somebody speaks SIP at an address.</summary>
internal static class SipProbe
{
    /// <summary>Sends an OPTIONS and waits 200 ms for any answer.</summary>
    public static bool Answers(IPEndPoint address)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Connect(address);
        socket.ReceiveTimeout = 200;
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var options = $"OPTIONS sip:{address} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{port};branch=z9hG4bKprobe{port};rport\r\nMax-Forwards: 70\r\n" +
            $"From: <sip:probe@127.0.0.1>;tag=1\r\nTo: <sip:{address}>\r\nCall-ID: probe-{port}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        try
        {
            socket.Send(Encoding.ASCII.GetBytes(options));
            return socket.Receive(new byte[4096]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
