using System.Buffers.Binary;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Hearing;

/// <summary>What an end says, as those in the switch hear it.</summary>
public sealed class EarTests : ISoundListener
{
    private static readonly PayloadFormats Formats = new([new(0, "PCMU", 8000), new(9, "G722", 8000), new(96, "opus", 48_000), new(97, "L16", 16_000), new(18, "G729", 8000), new(101, "telephone-event", 8000)]);
    private readonly ManualClock _time = new(DateTimeOffset.UnixEpoch);
    private readonly ManualWorker _worker;
    private readonly MediaClock _clock;
    private readonly Ear _ear = new(1);
    private readonly List<(TimeSpan At, int Rate, short[] Samples)> _heard = [];
    private ushort _sequence = 10;
    private uint _timestamp = 5000;
    private bool _keeps = true;

    public EarTests()
    {
        _worker = new ManualWorker(_time);
        _clock = new MediaClock(_worker);
        _ear.Attach(_clock, Now);
    }

    private TimeSpan Now => _time.GetElapsedTime(0);

    void ISoundListener.OnSound(in HeardSound sound)
    {
        if (_keeps) _heard.Add((sound.At, sound.SampleRate, sound.Samples.ToArray()));
    }

    [Theory]
    [InlineData(0, "PCMU", 8000)]
    [InlineData(9, "G722", 8000)]
    [InlineData(96, "opus", 48_000)]
    [InlineData(97, "L16", 16_000)]
    public void It_hears_what_is_said_every_20_ms_in_the_codecs_own_rate(byte type, string name, int clockRate)
    {
        var codec = AudioCodec.Find(name, clockRate)!;
        _ear.Add(this);
        Speak(codec, type, packets: 100);

        Assert.Equal(100, _heard.Count);
        Assert.All(_heard.Zip(_heard.Skip(1)), pair => Assert.Equal(20, (pair.Second.At - pair.First.At).TotalMilliseconds));
        var sound = _heard.Skip(20).ToList();
        Assert.All(sound, frame => Assert.Equal((codec.SampleRate, codec.SampleRate / 50), (frame.Rate, frame.Samples.Length)));
        Assert.InRange(Crossings(sound), 440 * 80 / 50 - 3, (440 * 80 / 50) + 3);
    }

    [Fact]
    public void Whoever_listens_hears_silence_where_nobody_speaks()
    {
        _ear.Add(this);
        _worker.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, _heard.Count);
        Assert.All(_heard, frame => Assert.Empty(frame.Samples));
    }

    [Fact]
    public void Nothing_is_done_while_nobody_listens()
    {
        Speak(AudioCodec.Pcmu, 0, 10);
        Assert.Equal((0, null), (_clock.Count, _ear.Statistics));
        _ear.Add(this);
        Speak(AudioCodec.Pcmu, 0, 10);
        _ear.Remove(this);
        var heard = _heard.Count;
        Speak(AudioCodec.Pcmu, 0, 10);
        Assert.Equal((heard, 0, null), (_heard.Count, _clock.Count, _ear.Statistics));
    }

    [Fact]
    public void What_got_lost_is_filled_in()
    {
        _ear.Add(this);
        Speak(AudioCodec.Pcmu, 0, 50);
        (_sequence, _timestamp) = ((ushort)(_sequence + 2), _timestamp + 320);
        _worker.Advance(TimeSpan.FromMilliseconds(40));
        Speak(AudioCodec.Pcmu, 0, 50);

        Assert.True(_ear.Statistics!.Value.Lost == 2, _ear.Statistics.ToString());
        Assert.All(_heard.Skip(10), frame => Assert.True(frame.Samples.Max() > 1000));
    }

    [Fact]
    public void Another_codec_amid_the_stream_is_heard_and_a_single_packet_of_one_is_not()
    {
        _ear.Add(this);
        Speak(AudioCodec.Pcmu, 0, 30);
        Speak(AudioCodec.G722, 9, 1);
        Speak(AudioCodec.Pcmu, 0, 30);
        Assert.All(_heard.Skip(5), frame => Assert.Equal(8000, frame.Rate));
        Speak(AudioCodec.G722, 9, 30);
        Assert.Equal(16_000, _heard[^1].Rate);
        Assert.True(_heard[^1].Samples.Max() > 1000);
    }

    [Theory]
    [InlineData(18)]
    [InlineData(101)]
    [InlineData(77)]
    public void What_it_cannot_decode_is_silence(byte type)
    {
        _ear.Add(this);
        Speak(AudioCodec.Pcmu, type, 50);
        Assert.Equal(50, _heard.Count);
        Assert.All(_heard, frame => Assert.Empty(frame.Samples));
    }

    [Fact]
    public void A_stream_that_moves_to_another_worker_is_heard_on()
    {
        _ear.Add(this);
        Speak(AudioCodec.Pcmu, 0, 50);
        _worker.Do(() =>
        {
            _ear.Detach();
            _ear.Attach(new MediaClock(_worker), Now);
        });
        Speak(AudioCodec.Pcmu, 0, 50);
        Assert.InRange(_heard.Count, 99, 101);
        Assert.All(_heard.Skip(10), frame => Assert.True(frame.Samples.Max() > 1000));
    }

    [Fact]
    public void One_that_stops_listening_while_it_hears_does_not_disturb_the_others()
    {
        var quitter = new Quitter(_ear);
        _ear.Add(this);
        _ear.Add(quitter);
        Speak(AudioCodec.Pcmu, 0, 20);
        Assert.Equal((20, 1), (_heard.Count, quitter.Heard));
    }

    [Fact]
    public void Hearing_allocates_nothing()
    {
        _keeps = false;
        _ear.Add(this);
        Speak(AudioCodec.Pcmu, 0, 100);
        var packet = new byte[172];
        Action tick = _worker.Timers.Advance;
        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                Write(packet, 0);
                Receive(packet);
                _time.Advance(TimeSpan.FromMilliseconds(10));
                _worker.Do(tick);
                _time.Advance(TimeSpan.FromMilliseconds(10));
                _worker.Do(tick);
            }
        }));
    }

    private void Speak(AudioCodec codec, byte type, int packets)
    {
        using var encoder = codec.NewEncoder();
        var samples = new short[codec.SampleRate / 50];
        var payload = new byte[1400];
        for (var i = 0; i < packets; i++)
        {
            for (var j = 0; j < samples.Length; j++) samples[j] = (short)(8000 * Math.Sin(2 * Math.PI * 440 * ((i * samples.Length) + j) / codec.SampleRate));
            var packet = new byte[12 + encoder.Encode(samples, payload)];
            payload.AsSpan(0, packet.Length - 12).CopyTo(packet.AsSpan(12));
            Write(packet, type, (uint)codec.ClockRate / 50);
            _worker.Do(() => Receive(packet));
            _worker.Advance(TimeSpan.FromMilliseconds(20));
        }
    }

    private void Write(byte[] packet, byte type, uint units = 160)
    {
        packet[0] = 0x80;
        packet[1] = type;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), ++_sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _timestamp += units);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), 77);
    }

    private void Receive(byte[] packet)
    {
        Assert.True(RtpHeader.TryRead(packet, out var header));
        _ear.OnPacket(header, packet, Formats, Now);
    }

    private static int Crossings(List<(TimeSpan At, int Rate, short[] Samples)> frames)
    {
        var samples = frames.SelectMany(frame => frame.Samples).ToArray();
        return Enumerable.Range(0, samples.Length - 1).Count(i => samples[i] < 0 && samples[i + 1] >= 0);
    }

    private sealed class Quitter(Ear ear) : ISoundListener
    {
        public int Heard { get; private set; }

        public void OnSound(in HeardSound sound)
        {
            Heard++;
            ear.Remove(this);
        }
    }
}
