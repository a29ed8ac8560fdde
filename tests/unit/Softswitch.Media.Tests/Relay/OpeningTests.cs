using System.Net;
using System.Net.Sockets;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Relay;

public sealed class OpeningTests
{
    private static readonly NetAddress Loopback = NetAddress.From(IPAddress.Loopback, 0);

    [Fact]
    public async Task When_all_ports_are_in_use_it_is_said_and_a_closed_stream_makes_room()
    {
        using var relay = Relay(first: 21_000, last: 21_003, quarantine: TimeSpan.Zero);
        Assert.Equal(MediaOpenError.None, relay.Open(Loopback, 0, MediaStreamOptions.Audio, out var stream));
        // The other pair may be held by another program.
        _ = relay.Open(Loopback, 0, MediaStreamOptions.Audio, out _);

        Assert.NotEqual(MediaOpenError.None, relay.Open(Loopback, 0, MediaStreamOptions.Audio, out var none));
        Assert.Null(none);
        stream!.Close();
        await stream.WhenApplied();

        Assert.Equal(MediaOpenError.None, relay.Open(Loopback, 0, MediaStreamOptions.Audio, out _));
    }

    [Fact]
    public void Ports_of_other_programs_are_passed_over()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var taken = ((IPEndPoint)other.LocalEndPoint!).Port;
        using var relay = Relay(taken & ~1, taken | 1, TimeSpan.Zero);
        var told = MediaOpenError.None;
        relay.Refused = error => told = error;

        Assert.Equal(MediaOpenError.PortsTakenByOthers, relay.Open(Loopback, 0, MediaStreamOptions.Audio, out _));
        Assert.Equal(MediaOpenError.PortsTakenByOthers, told);
        Assert.Equal(0, relay.Ports.InUse);
    }

    [Fact]
    public void An_address_of_another_machine_is_said_to_be_one()
    {
        using var relay = Relay(16_384, 32_767, TimeSpan.Zero);

        Assert.Equal(
            MediaOpenError.AddressNotLocal,
            relay.Open(NetAddress.IPv4(0xC000_0201, 0), 0, MediaStreamOptions.Audio, out _));
    }

    [Fact]
    public async Task Five_thousand_calls_leave_nothing_behind()
    {
        using var relay = Relay(16_384, 32_767, TimeSpan.Zero);
        await OpenAndClose(relay, 500);
        var descriptors = Descriptors();
        var memory = GC.GetTotalMemory(forceFullCollection: true);

        await OpenAndClose(relay, 5000);

        Assert.Equal((0, 0), (relay.OpenStreams, relay.Ports.InUse));
        // Tests beside this one open a few of their own.
        Assert.InRange(Descriptors(), 0, descriptors + 200);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 0, memory + 4_000_000);
    }

    private static async Task OpenAndClose(MediaRelay relay, int calls)
    {
        MediaStream? last = null;
        for (var i = 0; i < calls; i++)
        {
            Assert.Equal(MediaOpenError.None, relay.Open(Loopback, (uint)i, MediaStreamOptions.Audio, out var a));
            Assert.Equal(MediaOpenError.None, relay.Open(Loopback, (uint)i, MediaStreamOptions.Audio, out var b));
            a!.SetRemote(b!.Local);
            b.SetRemote(a.Local);
            a.Connect(b);
            a.Close();
            b.Close();
            last = b;
            if (i % 100 == 99) await last.WhenApplied();
        }

        await last!.WhenApplied();
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static MediaRelay Relay(int first, int last, TimeSpan quarantine)
    {
        var ports = new RelayPortsOptions { First = first, Last = last, Quarantine = quarantine };
        var relay = new MediaRelay(new MediaRelayOptions { Ports = ports }, TimeProvider.System, SystemRandomSource.Instance);
        relay.Start();
        return relay;
    }
}
