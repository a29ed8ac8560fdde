namespace Softswitch.Media.Tests.Voices;

public sealed class PlaybackTests
{
    [Fact]
    public void Sounds_are_played_in_a_row_without_a_seam_and_the_last_packet_is_filled_with_silence()
    {
        var line = new SpokenLine();

        line.Play(SpokenLine.Sound(30, 1), SpokenLine.Sound(0), SpokenLine.Sound(35, 2));
        line.Pass(200);

        Assert.Equal(4, line.Heard.Count);
        byte[] expected = [.. Enumerable.Repeat((byte)1, 240), .. Enumerable.Repeat((byte)2, 280), .. Enumerable.Repeat(G711.MuLawSilence, 120)];
        Assert.Equal(expected, line.Heard.SelectMany(packet => packet.Payload));
        Assert.All(line.Heard, packet => Assert.Equal(160, packet.Payload.Length));
        Assert.Equal([UtteranceEnd.Finished], line.Ends);
        Assert.Equal(0, line.Worker.Timers.Count);
    }

    [Fact]
    public void Packets_go_out_every_20_ms_with_a_marker_on_the_first_only()
    {
        var line = new SpokenLine();

        line.Play(SpokenLine.Sound(1000));
        line.Pass(2000);

        Assert.Equal(50, line.Heard.Count);
        Assert.Equal([true, .. Enumerable.Repeat(false, 49)], line.Heard.Select(packet => packet.Header.Marker));
        SpokenPacket.AssertContinuous(line.Heard);
        Assert.All(line.Heard.Zip(line.Heard.Skip(1)), pair => Assert.Equal(20, pair.Second.At - pair.First.At));
    }

    [Theory]
    [InlineData(10, 80)]
    [InlineData(20, 160)]
    [InlineData(30, 240)]
    [InlineData(60, 480)]
    public void Packets_are_as_long_as_was_negotiated(int milliseconds, int samples)
    {
        var line = new SpokenLine(new VoiceFormat(AudioCodec.Pcma, 8, milliseconds));

        line.Play(SpokenLine.Sound(600, codec: AudioCodec.Pcma));
        line.Pass(1000);

        Assert.Equal(600 / milliseconds, line.Heard.Count);
        Assert.All(line.Heard, packet => Assert.Equal(samples, packet.Payload.Length));
        Assert.All(line.Heard.Zip(line.Heard.Skip(1)), pair => Assert.Equal(milliseconds, pair.Second.At - pair.First.At));
        SpokenPacket.AssertContinuous(line.Heard, (uint)samples);
    }

    [Fact]
    public void What_follows_at_once_goes_on_without_a_gap()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(40));
        while (line.Ends.Count == 0) line.Pass(10);

        line.Play(SpokenLine.Sound(40));
        line.Pass(100);

        Assert.Equal(4, line.Heard.Count);
        SpokenPacket.AssertContinuous(line.Heard);
        Assert.All(line.Heard.Skip(1), packet => Assert.False(packet.Header.Marker));
        Assert.All(line.Heard.Zip(line.Heard.Skip(1)), pair => Assert.Equal(20, pair.Second.At - pair.First.At));
    }

    [Fact]
    public void After_silence_timestamps_have_gone_on_with_time_and_a_talk_spurt_begins()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(40));
        line.Pass(1000);

        line.Play(SpokenLine.Sound(40));
        line.Pass(1000);

        var (last, next) = (line.Heard[1], line.Heard[2]);
        Assert.True(next.Header.Marker);
        Assert.Equal(last.Header.Ssrc, next.Header.Ssrc);
        Assert.Equal((ushort)(last.Header.SequenceNumber + 1), next.Header.SequenceNumber);
        Assert.Equal((next.At - last.At) * 8, next.Header.Timestamp - last.Header.Timestamp);
    }

    [Fact]
    public void Stopping_is_at_once_and_what_was_played_is_known()
    {
        var line = new SpokenLine();
        var playback = line.Play(SpokenLine.Sound(1000));
        line.Pass(100);
        var heard = line.Heard.Count;

        line.Stop();
        line.Pass(100);

        Assert.Equal(heard, line.Heard.Count);
        Assert.Equal(heard * 160, playback.Played);
        Assert.Equal([UtteranceEnd.Stopped], line.Ends);
        Assert.False(line.Voice.IsSpeaking);
        Assert.Equal(0, line.Worker.Timers.Count);
    }

    [Fact]
    public void Stopping_one_that_has_ended_does_not_stop_the_next()
    {
        var line = new SpokenLine();
        var first = line.Play(SpokenLine.Sound(20));
        line.Pass(100);
        line.Play(SpokenLine.Sound(100));

        line.Stop(first);
        line.Pass(200);

        Assert.Equal([UtteranceEnd.Finished, UtteranceEnd.Finished], line.Ends);
    }

    [Fact]
    public void The_next_takes_the_place_of_what_is_being_played()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(1000, 1));
        line.Pass(60);

        line.Play(SpokenLine.Sound(40, 2));
        line.Pass(1000);

        Assert.Equal([UtteranceEnd.Replaced, UtteranceEnd.Finished], line.Ends);
        Assert.Equal(2, line.Heard.Count(packet => packet.Payload[0] == 2));
        SpokenPacket.AssertContinuous(line.Heard);
    }

    [Fact]
    public void On_hold_time_goes_on_unheard_and_afterwards_a_talk_spurt_begins()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(200));
        line.Pass(60);
        line.IsOpen = false;
        var before = line.Heard.Count;
        line.Pass(60);
        Assert.Equal(before, line.Heard.Count);

        line.IsOpen = true;
        line.Pass(200);

        Assert.Equal(7, line.Heard.Count);
        Assert.True(line.Heard[before].Header.Marker);
        Assert.Equal((ushort)(line.Heard[before - 1].Header.SequenceNumber + 1), line.Heard[before].Header.SequenceNumber);
        Assert.Equal(160u * 4, line.Heard[before].Header.Timestamp - line.Heard[before - 1].Header.Timestamp);
        Assert.Equal([UtteranceEnd.Finished], line.Ends);
    }

    [Fact]
    public void A_worker_that_slept_sends_what_it_missed_at_twice_the_pace()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(1000));
        line.Pass(100);

        line.Stall(200);
        line.Pass(2000);

        Assert.Equal(50, line.Heard.Count);
        SpokenPacket.AssertContinuous(line.Heard);
        Assert.All(line.Heard.Zip(line.Heard.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= 9));
        Assert.Equal(980, line.Heard[^1].At - line.Heard[0].At);
    }

    [Fact]
    public void After_a_long_sleep_the_rest_is_played_as_a_new_talk_spurt()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(1000));
        line.Pass(100);
        var before = line.Heard.Count;

        line.Stall(5000);
        line.Pass(2000);

        Assert.Equal(50, line.Heard.Count);
        var spurt = line.Heard.Skip(before).Single(packet => packet.Header.Marker);
        var last = line.Heard[line.Heard.IndexOf(spurt) - 1];
        Assert.InRange(spurt.Header.Timestamp - last.Header.Timestamp, 4500 * 8u, 5200 * 8u);
    }

    [Fact]
    public void Without_a_format_nothing_is_said()
    {
        var line = new SpokenLine();
        line.Voice.Format = null;
        line.Play(SpokenLine.Sound(100));
        line.Pass(200);

        Assert.Equal([UtteranceEnd.Impossible], line.Ends);
        Assert.Empty(line.Heard);
        Assert.False(line.Voice.IsSpeaking);
    }

    [Fact]
    public void Nothing_to_play_ends_at_once_and_sends_nothing()
    {
        var line = new SpokenLine();
        line.Play();
        line.Play(SpokenLine.Sound(0));
        line.Pass(50);

        Assert.Empty(line.Heard);
        Assert.Equal(UtteranceEnd.Finished, line.Ends[^1]);
    }

    [Fact]
    public void Another_clock_rate_is_another_source()
    {
        var wide = AudioCodec.Find("L16", 16_000)!;
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(40));
        line.Pass(100);
        var ssrc = line.Voice.Ssrc;

        line.Voice.Format = new VoiceFormat(wide, 96);
        line.Play(SpokenLine.Sound(40, codec: wide));
        line.Pass(100);

        Assert.NotEqual(ssrc, line.Voice.Ssrc);
        Assert.Equal(640, line.Heard[^1].Payload.Length);
        Assert.Equal(320u, line.Heard[3].Header.Timestamp - line.Heard[2].Header.Timestamp);
    }

    [Fact]
    public void A_stream_that_moves_to_another_worker_goes_on_there()
    {
        var line = new SpokenLine();
        line.Play(SpokenLine.Sound(1000));
        line.Pass(100);
        var other = new MediaClock(line.Worker);

        line.Worker.Do(() =>
        {
            line.Voice.Detach();
            line.Voice.Attach(other);
        });
        line.Pass(2000);

        Assert.Equal(50, line.Heard.Count);
        SpokenPacket.AssertContinuous(line.Heard);
        Assert.Equal(0, line.Clock.Count);
    }

    [Fact]
    public void Playing_allocates_nothing()
    {
        var line = new SpokenLine { KeepsPackets = false };
        line.Play(SpokenLine.Sound(1_000_000));
        Action tick = line.Worker.Timers.Advance;

        Assert.Equal(0, Allocation.Least(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                line.Stall(10);
                line.Worker.Do(tick);
            }
        }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(25)]
    [InlineData(70)]
    public void Only_whole_packets_of_10_to_60_ms_are_spoken(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new VoiceFormat(AudioCodec.Pcmu, 0, milliseconds));

    [Fact]
    public void A_packet_that_no_frame_holds_is_refused() =>
        Assert.Throws<ArgumentException>(() => new VoiceFormat(AudioCodec.Find("L16", 48_000)!, 96, 20));

    [Fact]
    public void The_format_is_the_ends_first_that_we_can_speak_with_keys_of_the_same_clock()
    {
        var formats = new PayloadFormats([new(96, "opus", 48_000), new(8, "PCMA", 8000), new(0, "PCMU", 8000), new(97, "telephone-event", 48_000), new(101, "telephone-event", 8000)]);

        var format = VoiceFormat.Choose(formats)!;

        Assert.Equal((AudioCodec.Opus, (byte)96, (byte?)97), (format.Codec, format.PayloadType, format.KeyPayloadType));
        Assert.Null(VoiceFormat.Choose(new PayloadFormats([new(18, "G729", 8000)])));
    }
}
