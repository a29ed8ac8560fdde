using Softswitch.Media.Tests.Audio;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Playout;

public sealed class JitterBufferTests
{
    private const int Frame = 160;

    private static readonly short[] Sound = Speech.Make(8000, 20);

    // What of the sound µ-law leaves.
    private static readonly short[] Coded = [.. Sound.Select(sample => G711.DecodeMuLaw(G711.EncodeMuLaw(sample)))];

    [Fact]
    public void What_comes_in_time_is_heard_to_the_bit()
    {
        using var call = new Conversation();
        call.Talk(500, Voice);

        AssertGoesOn(call.Heard[Frame..]);
        Assert.Equal((500, 0, 0, 0), (call.Statistics.Received, call.Statistics.Lost, call.Statistics.Late, call.Statistics.Strange));
    }

    [Fact]
    public void Nothing_is_heard_before_the_first_packet()
    {
        using var call = new Conversation();

        Assert.False(call.Read());
        Assert.All(call.Heard, sample => Assert.Equal(0, sample));
        Assert.Equal(default, call.Statistics);
    }

    [Fact]
    public void What_comes_twice_is_heard_once()
    {
        using var call = new Conversation();
        for (var i = 0; i < 100; i++)
        {
            call.Add(i, Voice(i));
            call.Add(i, Voice(i));
            if (i > 5) call.Add(i - 5, Voice(i - 5));
            call.Read();
        }

        AssertGoesOn(call.Heard[Frame..]);
        Assert.Equal((100, 194, 0), (call.Statistics.Received, call.Statistics.Doubled, call.Statistics.Late));
    }

    [Fact]
    public void Those_that_overtook_others_wait_for_them_also_at_the_beginning()
    {
        using var call = new Conversation(options: new JitterBufferOptions { Least = TimeSpan.FromMilliseconds(40), AtFirst = TimeSpan.FromMilliseconds(40) });
        for (var i = 0; i < 100; i += 2)
        {
            call.Read();
            call.Add(i + 1, Voice(i + 1));
            call.Add(i, Voice(i));
            call.Read();
        }

        AssertGoesOn(call.Last(90));
        Assert.Equal((0, 0), (call.Statistics.Lost, call.Statistics.Late));
    }

    [Fact]
    public void What_comes_too_late_is_counted_and_not_heard()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        call.Read();
        call.Talk(20, Voice);
        Assert.Equal((1, 0), (call.Statistics.Lost, call.Statistics.Late));

        call.Add(50, Voice(50));
        call.Talk(50, Voice);

        Assert.Equal((0, 1), (call.Statistics.Lost, call.Statistics.Late));
        AssertGoesOn(call.Last(50));
    }

    [Fact]
    public void Another_source_begins_anew()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        call.Ssrc = 2;
        call.Talk(50, Voice, numbers: 30_000, units: 77_000_000);

        AssertGoesOn(call.Last(45));
        Assert.Equal((1, 0, 0), (call.Statistics.Restarts, call.Statistics.Lost, call.Statistics.Strange));
    }

    [Theory]
    [InlineData(0, 8000 * 3600L)]
    [InlineData(0, -8000 * 3L)]
    [InlineData(20_000, 0)]
    [InlineData(-200, 0)]
    [InlineData(12_345, int.MaxValue)]
    public void A_sender_that_makes_a_leap_is_followed(int numbers, long units)
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        call.Talk(50, Voice, numbers, units);

        AssertGoesOn(call.Last(45));
        Assert.Equal((1, 1), (call.Statistics.Restarts, call.Statistics.Strange));
    }

    [Fact]
    public void Packets_that_belong_nowhere_do_not_disturb()
    {
        IRandomSource random = new SeededRandomSource(2);
        using var call = new Conversation();
        for (var i = 0; i < 200; i++)
        {
            call.Add(i, Voice(i));
            if (i > 20) call.Add(i, Voice(0), numbers: 3100 + random.Next(50_000), units: random.Next(int.MaxValue));
            if (i > 20) call.Add(i, Voice(0), numbers: 3, units: (1 + random.Next(1000)) * 20_000L);
            call.Read();
        }

        AssertGoesOn(call.Heard[Frame..]);
        Assert.Equal((0, 358), (call.Statistics.Restarts, call.Statistics.Strange));
    }

    [Fact]
    public void A_flood_costs_what_is_played_and_nothing_more()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        for (var i = 50; i < 60_000; i++) call.Add(i, Voice(i), units: -160L * (i - 50));
        Assert.Equal(59_950 - 64, call.Statistics.Dropped, 2.0);

        // The sender is itself again.
        call.Ssrc = 2;
        call.Talk(100, Voice);
        AssertGoesOn(call.Last(90));
    }

    [Fact]
    public void A_pause_of_the_sender_is_no_loss_and_puts_the_delay_right()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        for (var i = 0; i < 100; i++) call.Read();

        // The numbers go on, the time has passed.
        call.Talk(50, Voice, numbers: -100);

        Assert.Equal((0, 0, 0), (call.Statistics.Lost, call.Statistics.Restarts, call.Statistics.Late));
        AssertGoesOn(call.Last(45));
        Assert.InRange(call.Statistics.Concealed.TotalMilliseconds, 20, 140);
    }

    [Fact]
    public void The_senders_noise_is_heard_until_it_speaks_again()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        call.Add(50, [50], PacketContent.Noise);
        for (var i = 0; i < 100; i++) Assert.True(call.Read());

        Assert.Equal(-50, 20 * Math.Log10(Audio.Sound.Level(call.Last(90)) / 32_768), 1.0);
        call.Talk(50, Voice, numbers: -99);
        AssertGoesOn(call.Last(45));
        Assert.Equal((0, 0), (call.Statistics.Lost, call.Statistics.Restarts));
    }

    [Fact]
    public void Silence_that_nobody_describes_is_silence()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        var heard = Enumerable.Range(0, 50).Select(_ => call.Read()).ToArray();

        Assert.True(heard[0]);
        Assert.All(heard[10..], Assert.False);
        Assert.All(call.Last(40), sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Keys_among_the_packets_are_not_missed()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        for (var i = 50; i < 60; i++)
        {
            call.Add(i, [1, 0, 0, 0], PacketContent.Other, units: -160L * (i - 50));
            call.Read();
        }

        call.Talk(50, Voice);

        Assert.Equal((0, 0, 0), (call.Statistics.Lost, call.Statistics.Late, call.Statistics.Restarts));
        AssertGoesOn(call.Last(45));
    }

    [Fact]
    public void A_key_that_is_held_for_long_is_no_leap()
    {
        using var call = new Conversation();
        call.Talk(50, Voice);
        for (var i = 50; i < 300; i++)
        {
            call.Add(i, [1, 0, 0, 0], PacketContent.Other, units: -160L * (i - 50));
            call.Read();
        }

        call.Talk(50, Voice);

        Assert.Equal((0, 0, 0), (call.Statistics.Lost, call.Statistics.Strange, call.Statistics.Restarts));
        AssertGoesOn(call.Last(45));
    }

    [Fact]
    public void Noise_may_be_the_first_that_comes()
    {
        using var call = new Conversation();
        call.Add(0, [40], PacketContent.Noise, units: 1_000_000_000);
        for (var i = 0; i < 50; i++) call.Read();

        Assert.Equal(-40, 20 * Math.Log10(Audio.Sound.Level(call.Last(40)) / 32_768), 1.0);
    }

    [Fact]
    public void After_a_standstill_it_is_up_to_time_again_soon()
    {
        using var call = new Conversation();
        call.Talk(100, Voice);
        for (var i = 0; i < 50; i++) call.Read();
        for (var i = 100; i < 150; i++) call.Add(i, Voice(i));
        call.Talk(1, Voice);
        Assert.InRange(call.Statistics.Delay.TotalMilliseconds, 0, 1100);

        // Ten seconds, until the standstill is forgotten, and a few to make up for it.
        call.Talk(900, Voice);

        Assert.InRange(call.Statistics.Delay.TotalMilliseconds, 20, 60);
        Assert.InRange(call.Statistics.Dropped, 1, 40);
        AssertGoesOn(call.Last(45));
    }

    [Fact]
    public void It_waits_longer_as_soon_as_it_must()
    {
        using var call = new Conversation();
        call.Talk(200, Voice);
        var before = call.Statistics;

        // From now on everything comes 60 ms later.
        for (var i = 0; i < 3; i++) call.Read();
        for (var i = 200; i < 400; i++)
        {
            call.Add(i, Voice(i));
            call.Read();
        }

        Assert.InRange((call.Statistics.Concealed - before.Concealed).TotalMilliseconds, 20, 80);
        Assert.Equal((0, 0), (call.Statistics.Lost, call.Statistics.Late));
        AssertGoesOn(call.Last(150));
    }

    [Fact]
    public void What_is_lost_of_Opus_comes_from_the_copy_in_the_next_packet()
    {
        var copied = Loss("maxaveragebitrate=20000;useinbandfec=1");
        var guessed = Loss("maxaveragebitrate=20000");

        Assert.True(copied > guessed + 1, $"{copied:0.0} dB with copies, {guessed:0.0} dB without");
    }

    [Fact]
    public void Packets_and_frames_leave_no_garbage()
    {
        using var buffer = new JitterBuffer(AudioCodec.G722, JitterBufferOptions.Default, 1);
        var (payload, frame, step) = (new byte[160], new short[320], 0);

        Garbage.None(() =>
        {
            step++;
            // Every ninth is lost.
            if (step % 9 != 0) buffer.Add(new RtpHeader(9, false, (ushort)step, (uint)step * 160, 1), payload, TimeSpan.FromMilliseconds(step * 20));
            _ = buffer.Read(TimeSpan.FromMilliseconds(step * 20), frame);
        });
    }

    [Theory]
    [InlineData("PCMU", 8000)]
    [InlineData("G722", 8000)]
    [InlineData("opus", 48_000)]
    public void Anything_may_come(string name, int clockRate)
    {
        IRandomSource random = new SeededRandomSource(3);
        using var buffer = new JitterBuffer(AudioCodec.Find(name, clockRate)!, JitterBufferOptions.Default, 1);
        var (payload, frame) = (new byte[2100], new short[clockRate == 48_000 ? 960 : 480]);
        for (var i = 0; i < 30_000; i++)
        {
            random.Fill(payload);
            var wild = 1 << random.Next(32);
            var header = new RtpHeader(0, false, (ushort)(i + random.Next(1 << random.Next(16))), (uint)((i * 160) + random.Next(Math.Abs(wild / 2) + 1)), (uint)random.Next(20) / 19);
            var length = random.Next(4) == 0 ? random.Next(payload.Length) : random.Next(200);
            buffer.Add(header, payload.AsSpan(0, length), TimeSpan.FromMilliseconds((i * 10) + random.Next(200)), (PacketContent)random.Next(3));
            _ = buffer.Read(TimeSpan.FromMilliseconds(i * 10), frame.AsSpan(0, frame.Length / (1 + random.Next(3)) / 10 * 10));
        }

        Assert.InRange(buffer.Statistics.Delay, TimeSpan.Zero, TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        foreach (var (least, first, most) in new[] { (-1, 40, 400), (201, 210, 400), (20, 10, 400), (20, 500, 400), (20, 40, 59), (20, 40, 1001) })
        {
            var options = new JitterBufferOptions
            {
                Least = TimeSpan.FromMilliseconds(least),
                AtFirst = TimeSpan.FromMilliseconds(first),
                Most = TimeSpan.FromMilliseconds(most),
            };
            Assert.Throws<ArgumentOutOfRangeException>(() => new JitterBuffer(AudioCodec.Pcmu, options, 1));
        }
    }

    private static byte[] Voice(int step) =>
        [.. Enumerable.Range(0, Frame).Select(i => G711.EncodeMuLaw(Sound[((step * Frame) + i) % Sound.Length]))];

    /// <summary>What was heard is a piece of the sound, without anything missing or added.</summary>
    private static void AssertGoesOn(short[] heard)
    {
        var begin = Array.FindIndex(heard, sample => sample != 0);
        var key = heard.AsSpan(begin, 400);
        var place = Coded.AsSpan().IndexOf(key);
        Assert.True(place >= 0, "what is heard is not what was said");
        var expected = Enumerable.Range(0, heard.Length - begin).Select(i => Coded[(place + i) % Coded.Length]);
        Assert.Equal(expected, heard[begin..]);
    }

    /// <summary>Every tenth packet of a call in Opus is lost: how near is it to the one where none is, dB?</summary>
    private static double Loss(string parameters)
    {
        var codec = AudioCodec.Find("opus", 48_000, parameters)!;
        var sound = Speech.Make(48_000, 6);
        using var encoder = codec.NewEncoder();
        using var whole = new Conversation(codec);
        using var lossy = new Conversation(codec);
        var payload = new byte[1400];
        for (var i = 0; i < 300; i++)
        {
            var packet = payload.AsSpan(0, encoder.Encode(sound.AsSpan(i * 960, 960), payload));
            whole.Add(i, packet);
            if (i % 10 != 9) lossy.Add(i, packet);
            whole.Read();
            lossy.Read();
        }

        Assert.Equal(30, lossy.Statistics.Lost, 1.0);
        return Audio.Sound.Snr(whole.Heard, lossy.Heard);
    }
}
