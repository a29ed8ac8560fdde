using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>Opens native datagram sockets.</summary>
internal static unsafe class UdpSetup
{
    /// <summary>A bound, non-blocking socket. Throws <see cref="IOException"/>.</summary>
    public static int Open(in NetAddress local, UdpSocketOptions options)
    {
        var family = local.IsIPv6 ? LibC.Internet6Family : LibC.InternetFamily;
        var socket = LibC.Socket(family, LibC.Datagram | LibC.NonBlocking | LibC.CloseOnExec, 0);
        if (socket < 0) throw LibC.Failure("opening a UDP socket");
        // IPv4 has its own sockets, so that an address always has one form only.
        if (local.IsIPv6) Set(socket, LibC.Ip6Level, LibC.Ip6Only, 1);
        if (options.ReusePort) Set(socket, LibC.SocketLevel, LibC.ReusePort, 1);
        SetBuffer(socket, LibC.ReceiveBufferForce, LibC.ReceiveBuffer, options.ReceiveBuffer);
        SetBuffer(socket, LibC.SendBufferForce, LibC.SendBuffer, options.SendBuffer);
        if (options.TrafficClass != 0)
            Set(socket, local.IsIPv6 ? LibC.Ip6Level : LibC.IpLevel, local.IsIPv6 ? LibC.Ip6TrafficClass : LibC.IpTypeOfService, options.TrafficClass);
        if (options.ReportUndelivered)
            Set(socket, local.IsIPv6 ? LibC.Ip6Level : LibC.IpLevel, local.IsIPv6 ? LibC.Ip6ReceiveErrors : LibC.IpReceiveErrors, 1);
        // Never "don't fragment": a message longer than some link on the way arrives in pieces instead of not at all.
        if (!local.IsIPv6) Set(socket, LibC.IpLevel, LibC.IpPathMtuDiscovery, 0);

        var address = stackalloc byte[NativeAddress.MaximumLength];
        if (LibC.Bind(socket, address, NativeAddress.Write(local, address)) == 0) return socket;
        // Kept before anything else is called: also to write the address as text may leave an error of its own.
        var error = LibC.LastError;
        Close(socket);
        throw LibC.Failure($"listening at udp {local}", error);
    }

    /// <summary>Closes a socket that nobody watches.</summary>
    public static void Close(int socket) => _ = LibC.Close(socket);

    /// <summary>The address a socket is bound to.</summary>
    public static NetAddress BoundAddress(int socket)
    {
        var address = stackalloc byte[NativeAddress.MaximumLength];
        var length = NativeAddress.MaximumLength;
        if (LibC.GetName(socket, address, &length) < 0) throw LibC.Failure("asking for a socket's address");
        return NativeAddress.Read(address);
    }

    private static void SetBuffer(int socket, int force, int option, int length)
    {
        // Beyond the system's limit only with the right to; otherwise as much as it grants.
        if (length > 0 && LibC.SetOption(socket, LibC.SocketLevel, force, &length, sizeof(int)) < 0)
            Set(socket, LibC.SocketLevel, option, length);
    }

    private static void Set(int socket, int level, int option, int value) =>
        _ = LibC.SetOption(socket, level, option, &value, sizeof(int));
}
