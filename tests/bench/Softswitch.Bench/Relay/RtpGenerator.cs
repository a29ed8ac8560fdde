using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Softswitch.Bench.Relay;

/// <summary>What a round of packets came to.</summary>
/// <param name="Relayed">Packets that arrived within the measured time.</param>
/// <param name="Lost">Packets that did not arrive, arrived changed or at the wrong end, in the whole round.</param>
/// <param name="Overtaken">Packets that arrived after a later one.</param>
/// <param name="CpuSeconds">CPU time of the relay within the measured time.</param>
/// <param name="MedianDelay">From sending to receiving, of the ends that measure it; the generator's own 0.25 ms included. Of one that speaks: from when a packet was due.</param>
/// <param name="HighDelay">Of a hundred packets, one took longer; of one that speaks, of a thousand.</param>
internal sealed record RtpRound(long Relayed, long Lost, long Overtaken, double CpuSeconds, TimeSpan MedianDelay, TimeSpan HighDelay);

/// <summary>
/// Many ends that each send 50 packets a second and check what they are sent; of one that speaks itself, how much. Their packets are spread evenly over
/// the 20 ms, as those of unrelated calls are. Nothing of an end waits in the kernel to be woken: that would be done, and
/// paid for, by whoever sends to it. An end looks for its packet when it sends its own; a few look all the time, and
/// measure the delay.
/// </summary>
internal sealed unsafe class RtpGenerator : IDisposable
{
    /// <summary>12 bytes of RTP header and 20 ms of G.711.</summary>
    private const int PacketLength = 172;
    private const int HeaderLength = 12;
    private const int MostLength = 2048;
    private const long Nanosecond = 1;
    private const long Millisecond = 1_000_000 * Nanosecond;
    private const long Interval = 20 * Millisecond;
    private const long Tick = Millisecond / 4;
    private const long Settling = 1000 * Millisecond;
    private const long MostDraining = 5000 * Millisecond;
    private const int MeasuringEnds = 8;
    private const long UnitTime = Millisecond / 8;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(20);

    private readonly Socket[] _sockets;
    private readonly int[] _descriptors;
    private readonly ushort[] _sent;
    private readonly ushort[] _received;
    private readonly int[] _receivers;
    private readonly long[] _delays = new long[1000];
    // Of one that speaks: when packets came, less when their timestamps say that they were due.
    private readonly List<long>[] _instants = [.. Enumerable.Range(0, MeasuringEnds).Select(_ => new List<long>())];
    private bool _speaks;
    private long _sentPackets;
    private long _receivedPackets;
    private long _wrongPackets;
    private long _overtakenPackets;

    public RtpGenerator(int streams)
    {
        _sockets = new Socket[streams];
        _descriptors = new int[streams];
        _sent = new ushort[streams];
        _received = new ushort[streams];
        _receivers = new int[streams];
        for (var i = 0; i < streams; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            _sockets[i].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _descriptors[i] = (int)_sockets[i].Handle;
        }
    }

    /// <summary>Ports of the ends.</summary>
    public IReadOnlyList<int> Ports => [.. _sockets.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];

    /// <summary>Ends send to <paramref name="relay"/> from now on.</summary>
    public void Aim(IRelay relay)
    {
        _speaks = relay.Speaks;
        for (var i = 0; i < _sockets.Length; i++)
        {
            _sockets[i].Connect(IPAddress.Loopback, relay.Ports[i]);
            _receivers[i] = relay.ReceiverOf(i);
        }
    }

    /// <summary>Sends for a second and then for the measured time.</summary>
    public RtpRound Run(IRelay relay, TimeSpan time)
    {
        Array.Clear(_delays);
        (_sentPackets, _receivedPackets, _wrongPackets, _overtakenPackets) = (0, 0, 0, 0);
        var start = Now + Tick;
        var measureFrom = start + Settling;
        var measureTo = measureFrom + (long)(time.TotalMilliseconds * Millisecond);
        var due = 0L;
        var (relayed, cpu) = (0L, 0.0);
        var (isMeasuring, isOver) = (false, false);
        for (var tick = start; !isOver || (_receivedPackets < _sentPackets && tick < measureTo + MostDraining); tick += Tick)
        {
            NativeDatagrams.SleepUntil(tick);
            if (!isMeasuring && tick >= measureFrom)
            {
                isMeasuring = true;
                Array.Clear(_delays);
                foreach (var instants in _instants) instants.Clear();
                (relayed, cpu) = (_receivedPackets, relay.CpuSeconds);
            }

            if (!isOver && tick >= measureTo)
            {
                isOver = true;
                (relayed, cpu) = (_receivedPackets - relayed, relay.CpuSeconds - cpu);
            }

            for (; start + (due * Interval / _sockets.Length) <= tick; due++)
            {
                // Neighbours in time are not neighbours among the sockets.
                var stream = (int)(due * 7919L % _sockets.Length);
                Receive(stream);
                if (!isOver) Send(stream);
            }

            for (var i = 0; i < Math.Min(MeasuringEnds, _sockets.Length); i++) Receive(i);
        }

        // Two clocks that both make 50 a second are a packet apart at each end of the time.
        var lost = _speaks ? Math.Max(0, (long)(_sockets.Length * ((time / Period) - 2)) - relayed) : _sentPackets - _receivedPackets + _wrongPackets;
        return _speaks
            ? new RtpRound(relayed, lost, _overtakenPackets, cpu, Lateness(0.5), Lateness(0.999))
            : new RtpRound(relayed, lost, _overtakenPackets, cpu, Delay(0.5), Delay(0.99));
    }

    public void Dispose()
    {
        foreach (var socket in _sockets) socket.Dispose();
    }

    private static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private void Send(int stream)
    {
        Span<byte> packet = stackalloc byte[PacketLength];
        packet.Fill(0xD5);
        packet[0] = 0x80;
        packet[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], ++_sent[stream]);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _sent[stream] * 160u);
        BinaryPrimitives.WriteInt32BigEndian(packet[8..], stream + 1);
        BinaryPrimitives.WriteInt64BigEndian(packet[HeaderLength..], Now);
        fixed (byte* bytes = packet) _ = NativeDatagrams.Send(_descriptors[stream], bytes, PacketLength, 0);
        _sentPackets++;
    }

    private void Receive(int socket)
    {
        var bytes = stackalloc byte[MostLength];
        for (nint length; (length = NativeDatagrams.Receive(_descriptors[socket], bytes, MostLength, 0)) >= 0;)
            Check(socket, new ReadOnlySpan<byte>(bytes, (int)length));
    }

    private void Check(int socket, ReadOnlySpan<byte> packet)
    {
        // What is no RTP is the relay's own RTCP.
        if (packet.Length != PacketLength || packet[1] != 0) return;
        _receivedPackets++;
        if (_speaks)
        {
            if (socket < MeasuringEnds) _instants[socket].Add(Now - (BinaryPrimitives.ReadUInt32BigEndian(packet[4..]) * UnitTime));
            return;
        }

        var stream = BinaryPrimitives.ReadInt32BigEndian(packet[8..]) - 1;
        var number = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (_receivers[stream] != socket || packet[^1] != 0xD5) _wrongPackets++;
        if ((short)(number - _received[stream]) < 0) _overtakenPackets++;
        else _received[stream] = number;
        if (socket >= MeasuringEnds) return;
        var delay = Now - BinaryPrimitives.ReadInt64BigEndian(packet[HeaderLength..]);
        _delays[Math.Clamp(delay / (Millisecond / 20), 0, _delays.Length - 1)]++;
    }

    /// <summary>How much later than the earliest of its stream a packet came, by its timestamp.</summary>
    private TimeSpan Lateness(double share)
    {
        var late = _instants.Where(instants => instants.Count > 0).Select(instants => (Instants: instants, First: instants.Min())).SelectMany(end => end.Instants.Select(instant => instant - end.First)).Order().ToArray();
        return late.Length == 0 ? TimeSpan.Zero : TimeSpan.FromMicroseconds(late[(int)((late.Length - 1) * share)] / 1000);
    }

    private TimeSpan Delay(double share)
    {
        var wanted = (long)(_delays.Sum() * share);
        var slot = 0;
        for (var seen = 0L; slot < _delays.Length - 1 && (seen += _delays[slot]) <= wanted; slot++)
        {
        }

        return TimeSpan.FromMicroseconds((slot + 1) * 50);
    }
}
