using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Softswitch.Bench.Micro.Media.Voice;

/// <summary>
/// Ends that are played to: a thread empties their sockets now and then, and has them send 50 packets a second where they are to talk. The kernel tells when
/// each packet was sent to them.
/// </summary>
internal sealed unsafe class Callers : IDisposable
{
    public const int PacketLength = 172;

    private const long Millisecond = 1_000_000;
    private const int ErrorSlots = 2000;
    private const int SlotMicroseconds = 50;

    private readonly Socket[] _sockets;
    private readonly long[] _due;
    private readonly ushort[] _sequence;
    private readonly long[] _errors = new long[ErrorSlots];
    private readonly Thread _thread;
    private volatile bool _isOver;
    private volatile bool _isMeasuring;
    private long _heard;
    private EndPoint[]? _talkingTo;

    public Callers(int count)
    {
        _sockets = new Socket[count];
        _due = new long[count];
        _sequence = new ushort[count];
        for (var i = 0; i < count; i++)
        {
            _sockets[i] = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            _sockets[i].Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var one = 1;
            _ = NativeSockets.SetOption((int)_sockets[i].Handle, NativeSockets.SocketLevel, NativeSockets.Timestamps, &one, sizeof(int));
        }

        _thread = new Thread(Run) { Name = "callers", IsBackground = true };
        _thread.Start();
    }

    public IReadOnlyList<IPEndPoint> EndPoints => [.. _sockets.Select(socket => (IPEndPoint)socket.LocalEndPoint!)];

    /// <summary>Packets heard.</summary>
    public long Heard => Volatile.Read(ref _heard);

    /// <summary>They talk to these, the first one to the first, from now on.</summary>
    public void Talk(IReadOnlyList<EndPoint> to)
    {
        for (var i = 0; i < _sockets.Length; i++) _sockets[i].Connect(to[i]);
        _talkingTo = [.. to];
    }

    /// <summary>Notes from now on how far each packet is from its instant.</summary>
    public void Measure() => _isMeasuring = true;

    /// <summary>The error that <paramref name="share"/> of the packets stay below, in milliseconds.</summary>
    public double Error(double share)
    {
        var wanted = _errors.Sum() * share;
        var slot = 0;
        for (long sum = 0; slot < ErrorSlots - 1 && (sum += _errors[slot]) < wanted;) slot++;
        return (slot + 1) * SlotMicroseconds / 1000.0;
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
        foreach (var socket in _sockets) socket.Dispose();
    }

    private static long Now => (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    private void Run()
    {
        var packet = stackalloc byte[PacketLength];
        new Span<byte>(packet, PacketLength).Fill(0xD5);
        packet[0] = 0x80;
        packet[1] = 0;
        var next = Now;
        for (var slice = 0; !_isOver; slice = (slice + 1) % 20)
        {
            NativeSockets.SleepUntil(next += Millisecond);
            // A twentieth of them each millisecond, so that their packets are spread as those of unrelated calls are.
            for (var i = slice; i < _sockets.Length; i += 20)
            {
                Empty(i);
                if (_talkingTo is null) continue;
                BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(packet + 2, 2), ++_sequence[i]);
                BinaryPrimitives.WriteUInt32BigEndian(new Span<byte>(packet + 4, 4), _sequence[i] * 160u);
                BinaryPrimitives.WriteInt32BigEndian(new Span<byte>(packet + 8, 4), i + 1);
                _ = NativeSockets.Send((int)_sockets[i].Handle, packet, PacketLength, 0);
            }
        }
    }

    private void Empty(int caller)
    {
        const int controlLength = 64;
        var bytes = stackalloc byte[2048];
        var control = stackalloc byte[controlLength];
        var vector = new NativeSockets.Vector { Start = bytes, Length = 2048 };
        while (true)
        {
            var message = new NativeSockets.Message { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = controlLength };
            if (NativeSockets.Receive((int)_sockets[caller].Handle, &message, 0) < PacketLength) return;
            _heard++;
            // Behind the 16 bytes of struct cmsghdr stands a struct timespec.
            var sent = (*(long*)(control + 16) * 1_000_000_000) + *(long*)(control + 24);
            if (_isMeasuring) Note(caller, sent);
        }
    }

    /// <summary>The instants of a caller are those of its first packet and every 20 ms, drawn nearer by a hundredth of each error.</summary>
    private void Note(int caller, long sent)
    {
        ref var due = ref _due[caller];
        if (due == 0) due = sent;
        var error = sent - due;
        due += (20 * Millisecond) + (error / 100);
        _errors[Math.Min(ErrorSlots - 1, Math.Abs(error) / (SlotMicroseconds * 1000))]++;
    }
}
