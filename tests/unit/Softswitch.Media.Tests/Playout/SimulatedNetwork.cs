using Softswitch.Net;

namespace Softswitch.Media.Tests.Playout;

/// <summary>What a network does to packets, by chance that is the same in every run.</summary>
/// <param name="Jitter">Mean of the time on the way beyond the fastest packet's, ms; exponentially distributed.</param>
/// <param name="Loss">Share that is lost, 0 to 1.</param>
/// <param name="Reordered">Share that takes a way of its own, 30 ms longer.</param>
/// <param name="SkewPpm">How much faster than ours the sender's clock runs, millionths.</param>
/// <param name="Milliseconds">Sound in a packet.</param>
internal sealed record SimulatedNetwork(double Jitter = 0, double Loss = 0, double Reordered = 0, double SkewPpm = 0, int Milliseconds = 20)
{
    private const double WayMilliseconds = 30;

    /// <summary>
    /// Sends <paramref name="sound"/> (again and again) for <paramref name="seconds"/> over this network to <paramref name="buffer"/>, which is read every 20 ms.
    /// </summary>
    public void Run(JitterBuffer buffer, AudioCodec codec, short[] sound, double seconds, Action<TimeSpan, short[]>? heard = null)
    {
        IRandomSource random = new SeededRandomSource(6);
        using var encoder = codec.NewEncoder();
        var onTheWay = new PriorityQueue<(RtpHeader Header, byte[] Payload, double Arrival), double>();
        var frame = new short[codec.SampleRate / 50];
        var (perPacket, clockPerPacket) = (codec.SampleRate * Milliseconds / 1000, codec.ClockRate * Milliseconds / 1000);
        var payload = new byte[4000];
        var (sent, lastArrival) = (0, 0.0);
        for (var now = 0.0; now < seconds * 1000; now += 20)
        {
            for (; sent * Milliseconds / (1 + (SkewPpm / 1e6)) <= now; sent++)
            {
                var at = (int)((long)sent * perPacket % (sound.Length - perPacket + 1) / perPacket * perPacket);
                var length = encoder.Encode(sound.AsSpan(at, perPacket), payload);
                var sentAt = (sent * Milliseconds / (1 + (SkewPpm / 1e6))) + WayMilliseconds;
                var (isLost, isReordered) = (Draw(random) < Loss, Draw(random) < Reordered);
                var arrival = sentAt - (Jitter * Math.Log(1 - Draw(random)));
                if (isReordered) arrival += 30;
                else lastArrival = arrival = Math.Max(lastArrival, arrival);
                if (!isLost) onTheWay.Enqueue((new RtpHeader(0, false, (ushort)(65_500 + sent), (uint)(0xFFFF_0000 + ((long)sent * clockPerPacket)), 7), payload[..length], arrival), arrival);
            }

            while (onTheWay.TryPeek(out var packet, out var arrival) && arrival <= now)
            {
                buffer.Add(packet.Header, packet.Payload, TimeSpan.FromMilliseconds(packet.Arrival));
                _ = onTheWay.Dequeue();
            }

            _ = buffer.Read(TimeSpan.FromMilliseconds(now), frame);
            heard?.Invoke(TimeSpan.FromMilliseconds(now), frame);
        }
    }

    private static double Draw(IRandomSource random) => (random.NextUInt64() >> 11) / (double)(1UL << 53);
}
