using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Softswitch.Net.Tests.Udp;

public sealed class UdpSocketTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly NetAddress Loopback = NetAddress.From(IPAddress.Loopback, 0);
    private static readonly NetAddress Loopback6 = NetAddress.From(IPAddress.IPv6Loopback, 0);

    private readonly EpollWorker _worker = new(0, TimeProvider.System);

    public UdpSocketTests() => _worker.Start();

    public void Dispose() => _worker.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_datagram_comes_back_from_an_echo(bool overIPv6)
    {
        using var echo = new UdpSocket(_worker, overIPv6 ? Loopback6 : Loopback, new Echo());
        Assert.NotEqual(0, echo.Local.Port);
        using var client = ClientOf(echo);
        for (var length = 0; length < 2_000; length += 199)
        {
            var bytes = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
            await client.SendAsync(bytes);
            Assert.Equal(bytes, await ReceiveAsync(client));
        }

        Assert.Equal((11L, 11L, 0L), (echo.Received, echo.Sent, echo.Dropped));
    }

    [Fact]
    public async Task The_longest_datagram_passes_and_a_longer_one_is_refused()
    {
        using var echo = new UdpSocket(_worker, Loopback, new Echo());
        using var client = ClientOf(echo);
        var bytes = new byte[UdpSocket.MaximumLength];
        new Random(1).NextBytes(bytes);
        await client.SendAsync(bytes);
        Assert.Equal(bytes, await ReceiveAsync(client));
        await Assert.ThrowsAsync<ArgumentException>(() => _worker.RunAsync(() => echo.Send(new byte[65_508], echo.Local)));
    }

    [Fact]
    public async Task The_datagrams_of_a_turn_leave_in_order_at_its_end_and_earlier_only_when_the_batch_is_full()
    {
        using var socket = new UdpSocket(_worker, Loopback, new Echo());
        using var client = ClientOf(socket);
        var to = NetAddress.From((IPEndPoint)client.LocalEndPoint!);
        var sentBeforeTheEnd = -1L;
        await _worker.RunAsync(() =>
        {
            Span<byte> bytes = stackalloc byte[4];
            for (var i = 0; i < 200; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(bytes, i);
                socket.Send(bytes, to);
            }

            sentBeforeTheEnd = socket.Sent;
        });
        Assert.Equal(192, sentBeforeTheEnd);
        for (var i = 0; i < 200; i++) Assert.Equal(i, BinaryPrimitives.ReadInt32LittleEndian(await ReceiveAsync(client)));
    }

    [Fact]
    public async Task Large_datagrams_fill_the_batch_by_their_bytes()
    {
        using var socket = new UdpSocket(_worker, Loopback, new Echo());
        using var client = ClientOf(socket);
        var to = NetAddress.From((IPEndPoint)client.LocalEndPoint!);
        for (var round = 0; round < 4; round++)
        {
            await _worker.RunAsync(() =>
            {
                var bytes = new byte[60_000];
                for (var i = 0; i < 5; i++)
                {
                    Array.Fill(bytes, (byte)i);
                    socket.Send(bytes, to);
                }
            });
            for (var i = 0; i < 5; i++)
            {
                var received = await ReceiveAsync(client);
                Assert.Equal(60_000, received.Length);
                Assert.All(received, b => Assert.Equal((byte)i, b));
            }
        }
    }

    [Fact]
    public async Task Sockets_of_one_worker_share_its_batch_and_keep_their_own_order()
    {
        using var one = new UdpSocket(_worker, Loopback, new Echo());
        using var other = new UdpSocket(_worker, Loopback6, new Echo());
        using var clientOfOne = ClientOf(one);
        using var clientOfOther = ClientOf(other);
        await _worker.RunAsync(() =>
        {
            for (byte i = 0; i < 30; i++)
            {
                one.Send([i], NetAddress.From((IPEndPoint)clientOfOne.LocalEndPoint!));
                other.Send([(byte)(100 + i)], NetAddress.From((IPEndPoint)clientOfOther.LocalEndPoint!));
            }
        });
        for (byte i = 0; i < 30; i++)
        {
            Assert.Equal([i], await ReceiveAsync(clientOfOne));
            Assert.Equal([(byte)(100 + i)], await ReceiveAsync(clientOfOther));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refused_destination_is_reported_and_the_rest_of_the_batch_arrives(bool overIPv6)
    {
        var handler = new Recorder();
        using var socket = new UdpSocket(_worker, overIPv6 ? Loopback6 : Loopback, handler, new UdpSocketOptions { ReportUndelivered = true });
        using var client = ClientOf(socket);
        var alive = NetAddress.From((IPEndPoint)client.LocalEndPoint!);
        var dead = ClosedPort(overIPv6);
        for (var round = 0; round < 10; round++)
        {
            await _worker.RunAsync(() =>
            {
                for (byte i = 0; i < 20; i++) socket.Send([i, (byte)(i + 1)], i % 5 == 2 ? dead : alive);
            });
            for (byte i = 0; i < 20; i++)
            {
                if (i % 5 != 2) Assert.Equal([i, (byte)(i + 1)], await ReceiveAsync(client));
            }

            for (byte i = 2; i < 20; i += 5)
            {
                var (beginning, to) = await handler.Undelivered.Reader.ReadAsync().AsTask().WaitAsync(Patience);
                Assert.Equal([i, (byte)(i + 1)], beginning);
                Assert.Equal(dead, to);
            }
        }

        await client.SendAsync(new byte[] { 42 });
        Assert.Equal([42], await handler.Received.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        Assert.Equal((200L, 0L), (socket.Sent, socket.Dropped));
    }

    [Fact]
    public async Task A_datagram_that_the_system_refuses_to_send_is_reported_and_the_others_leave()
    {
        var handler = new Recorder();
        using var socket = new UdpSocket(_worker, Loopback, handler);
        using var client = ClientOf(socket);
        var alive = NetAddress.From((IPEndPoint)client.LocalEndPoint!);
        var impossible = NetAddress.From(IPAddress.IPv6Loopback, 5060);
        await _worker.RunAsync(() =>
        {
            socket.Send([1], alive);
            socket.Send([2], impossible);
            socket.Send([3], alive);
        });
        Assert.Equal([1], await ReceiveAsync(client));
        Assert.Equal([3], await ReceiveAsync(client));
        var (beginning, to) = await handler.Undelivered.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal([2], beginning);
        Assert.Equal(impossible, to);
        Assert.Equal((2L, 1L), (socket.Sent, socket.Dropped));
    }

    [Fact]
    public async Task A_handler_that_throws_loses_its_own_datagram_only()
    {
        using var echo = new UdpSocket(_worker, Loopback, new Echo { ThrowAt = 7 });
        using var client = ClientOf(echo);
        for (byte i = 5; i < 10; i++) await client.SendAsync(new[] { i });
        foreach (var expected in new byte[] { 5, 6, 8, 9 }) Assert.Equal([expected], await ReceiveAsync(client));
        Assert.Equal(1, _worker.UnhandledCount);
    }

    [Fact]
    public async Task A_flood_does_not_keep_other_work_from_its_turn()
    {
        using var echo = new UdpSocket(_worker, Loopback, new Echo());
        using var client = ClientOf(echo);
        var flood = new byte[8];
        for (var i = 0; i < 2_000; i++) await client.SendAsync(flood);
        await _worker.RunAsync(() => { }).WaitAsync(Patience);
    }

    [Fact]
    public async Task Nothing_is_allocated_per_datagram()
    {
        using var echo = new UdpSocket(_worker, Loopback, new Echo());
        using var client = ClientOf(echo);
        var (before, after) = (0L, 0L);
        for (var i = 0; i < 2_100; i++)
        {
            await client.SendAsync(new byte[100]);
            await ReceiveAsync(client);
            if (i == 100) await _worker.RunAsync(() => before = GC.GetAllocatedBytesForCurrentThread());
        }

        await _worker.RunAsync(() => after = GC.GetAllocatedBytesForCurrentThread());
        // The runtime itself may allocate something on the thread meanwhile.
        Assert.InRange(after - before, 0, 20_000);
    }

    [Fact]
    public void An_address_in_use_says_so()
    {
        using var socket = new UdpSocket(_worker, Loopback, new Echo());
        var failure = Assert.Throws<IOException>(() => new UdpSocket(_worker, socket.Local, new Echo()));
        Assert.Contains($"listening at udp {socket.Local}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("in use", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_workers_can_share_a_port()
    {
        using var second = new EpollWorker(1, TimeProvider.System);
        second.Start();
        var options = new UdpSocketOptions { ReusePort = true };
        using var one = new UdpSocket(_worker, Loopback, new Echo(), options);
        using var other = new UdpSocket(second, one.Local, new Echo(), options);
        for (var i = 0; i < 64; i++)
        {
            using var client = ClientOf(one);
            await client.SendAsync(new[] { (byte)i });
            Assert.Equal([(byte)i], await ReceiveAsync(client));
        }

        Assert.Equal(64, one.Received + other.Received);
        Assert.True(one.Received > 0 && other.Received > 0);
    }

    [Fact]
    public async Task A_closed_socket_gives_its_port_back_and_sends_no_more()
    {
        var socket = new UdpSocket(_worker, Loopback, new Echo());
        socket.Dispose();
        await _worker.RunAsync(() => socket.Send([1], socket.Local)).WaitAsync(Patience);
        Assert.True(socket.IsClosed);
        using var again = new UdpSocket(_worker, socket.Local, new Echo());
        Assert.Equal(socket.Local, again.Local);
        socket.Dispose();
    }

    private static Socket ClientOf(UdpSocket socket)
    {
        var client = new Socket(socket.Local.IsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 4 << 20,
        };
        client.Connect(socket.Local.ToIPEndPoint());
        return client;
    }

    private static NetAddress ClosedPort(bool overIPv6)
    {
        using var client = new Socket(overIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        client.Bind((overIPv6 ? Loopback6 : Loopback).ToIPEndPoint());
        return NetAddress.From((IPEndPoint)client.LocalEndPoint!);
    }

    private static async Task<byte[]> ReceiveAsync(Socket client)
    {
        var buffer = new byte[65_536];
        using var patience = new CancellationTokenSource(Patience);
        return buffer[..await client.ReceiveAsync(buffer, patience.Token)];
    }

    private sealed class Echo : IDatagramHandler
    {
        public int ThrowAt { get; init; } = -1;

        public void OnDatagram(UdpSocket socket, Span<byte> datagram, in NetAddress from)
        {
            if (datagram.Length > 0 && datagram[0] == ThrowAt) throw new InvalidOperationException();
            socket.Send(datagram, from);
        }
    }

    private sealed class Recorder : IDatagramHandler
    {
        public Channel<byte[]> Received { get; } = Channel.CreateUnbounded<byte[]>();

        public Channel<(byte[] Beginning, NetAddress To)> Undelivered { get; } = Channel.CreateUnbounded<(byte[], NetAddress)>();

        public void OnDatagram(UdpSocket socket, Span<byte> datagram, in NetAddress from) => Received.Writer.TryWrite(datagram.ToArray());

        public void OnUndelivered(UdpSocket socket, ReadOnlySpan<byte> beginning, in NetAddress to) =>
            Undelivered.Writer.TryWrite((beginning.ToArray(), to));
    }
}
