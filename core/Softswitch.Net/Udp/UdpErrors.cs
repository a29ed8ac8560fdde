using System.Runtime.CompilerServices;
using Softswitch.Net.Native;

namespace Softswitch.Net;

/// <summary>Reads the ICMP errors that the kernel keeps for a socket (<c>IP_RECVERR</c>), each with the beginning of its datagram.</summary>
internal static unsafe class UdpErrors
{
    private const int AtMost = 256;
    private const int BeginningLength = 512;
    private const int ControlLength = 512;
    private const int OriginIcmp = 2;
    private const int OriginIcmp6 = 3;
    private const int IcmpUnreachable = 3;
    private const int Icmp6Unreachable = 1;

    /// <summary>Reports and forgets what is waiting.</summary>
    public static void Drain(UdpSocket socket)
    {
        var name = stackalloc byte[NativeAddress.MaximumLength];
        var beginning = stackalloc byte[BeginningLength];
        var control = stackalloc byte[ControlLength];
        for (var i = 0; i < AtMost && !socket.IsClosed; i++)
        {
            var vector = new LibC.Vector { Start = beginning, Length = BeginningLength };
            var message = new LibC.Message
            {
                Name = name,
                NameLength = NativeAddress.MaximumLength,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlLength,
            };
            var length = LibC.Receive(socket.Descriptor, &message, LibC.ErrorQueue);
            if (length < 0) return;
            if (message.NameLength > 0 && SaysUnreachable(message))
                socket.Handler.OnUndelivered(socket, new ReadOnlySpan<byte>(beginning, (int)length), NativeAddress.Read(name));
        }
    }

    /// <summary>RFC 3261 §18.4: unreachable host, network, port or protocol is a failure; source quench and expired lifetime are not.</summary>
    private static bool SaysUnreachable(in LibC.Message message)
    {
        const int HeaderLength = 16;
        for (nuint offset = 0; offset + HeaderLength + 16 <= message.ControlLength;)
        {
            var header = message.Control + offset;
            var length = Unsafe.ReadUnaligned<nuint>(header);
            var level = Unsafe.ReadUnaligned<int>(header + 8);
            var type = Unsafe.ReadUnaligned<int>(header + 12);
            if ((level, type) is (LibC.IpLevel, LibC.IpReceiveErrors) or (LibC.Ip6Level, LibC.Ip6ReceiveErrors))
            {
                // struct sock_extended_err: errno (4 bytes), origin, type, code.
                var origin = header[HeaderLength + 4];
                var icmpType = header[HeaderLength + 5];
                return (origin, icmpType) is (OriginIcmp, IcmpUnreachable) or (OriginIcmp6, Icmp6Unreachable);
            }

            if (length < HeaderLength) return false;
            offset += (length + 7) & ~(nuint)7;
        }

        return false;
    }
}
