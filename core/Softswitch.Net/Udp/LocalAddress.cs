using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>Which of this machine's addresses others see.</summary>
public static unsafe class LocalAddress
{
    /// <summary>
    /// The address that the routing table sends from towards <paramref name="destination"/>, with port 0; no address
    /// where there is no route. Costs a few system calls, sends nothing.
    /// </summary>
    public static NetAddress Toward(in NetAddress destination)
    {
        var family = destination.IsIPv6 ? LibC.Internet6Family : LibC.InternetFamily;
        var socket = LibC.Socket(family, LibC.Datagram | LibC.CloseOnExec, 0);
        if (socket < 0) return default;
        try
        {
            var address = stackalloc byte[NativeAddress.MaximumLength];
            // Connecting a datagram socket only looks the route up. Any port will do, but not 0.
            var length = NativeAddress.Write(destination.Port == 0 ? destination.WithPort(9) : destination, address);
            return LibC.Connect(socket, address, length) < 0 ? default : UdpSetup.BoundAddress(socket).WithPort(0);
        }
        finally
        {
            _ = LibC.Close(socket);
        }
    }
}
