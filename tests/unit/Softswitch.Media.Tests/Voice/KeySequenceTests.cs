namespace Softswitch.Media.Tests.Voices;

public sealed class KeySequenceTests
{
    [Fact]
    public void A_key_is_reported_every_20_ms_and_its_end_three_times()
    {
        var line = new SpokenLine();

        line.SendKeys("5");
        line.Pass(300);

        var reports = Reports(line);
        Assert.Equal([160, 320, 480, 640, 800, 800, 800], reports.Select(report => (int)report.Duration));
        Assert.Equal([false, false, false, false, true, true, true], reports.Select(report => report.IsEnd));
        Assert.All(reports, report => Assert.Equal('5', report.Key));
        Assert.Equal([true, .. Enumerable.Repeat(false, 6)], line.Heard.Select(packet => packet.Header.Marker));
        Assert.Single(line.Heard.Select(packet => packet.Header.Timestamp).Distinct());
        Assert.Equal(Enumerable.Range(0, 7).Select(i => (ushort)(line.Heard[0].Header.SequenceNumber + i)), line.Heard.Select(packet => packet.Header.SequenceNumber));
        Assert.All(line.Heard, packet => Assert.Equal(101, packet.Header.PayloadType));
        Assert.Equal([UtteranceEnd.Finished], line.Ends);
    }

    [Fact]
    public void Keys_follow_one_another_at_their_times()
    {
        var line = new SpokenLine();

        line.SendKeys("0123456789*#ABCDabcd");
        line.Pass(5000);

        var starts = line.Heard.Where(packet => packet.Header.Marker).ToList();
        Assert.Equal(20, starts.Count);
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.Equal(150, pair.Second.At - pair.First.At));
        Assert.All(starts.Zip(starts.Skip(1)), pair => Assert.Equal(1200u, pair.Second.Header.Timestamp - pair.First.Header.Timestamp));
        Assert.Equal("0123456789*#ABCDABCD", string.Concat(starts.Select(packet => Read(packet).Key)));
    }

    [Fact]
    public void Times_may_be_others()
    {
        var line = new SpokenLine();

        line.SendKeys("12", new KeyTimes { Held = TimeSpan.FromMilliseconds(45), Apart = TimeSpan.FromMilliseconds(200) });
        line.Pass(1000);

        Assert.Equal(400, Reports(line).Max(report => report.Duration));
        Assert.Equal(250, line.Heard.Where(packet => packet.Header.Marker).Select(packet => packet.At).Aggregate((first, second) => second - first));
    }

    [Fact]
    public void A_receiver_hears_what_was_sent()
    {
        var line = new SpokenLine();
        line.SendKeys("4711#");
        line.Pass(2000);
        var heard = new Keys.HeardKeys();
        var receiver = new KeyReceiver(heard);

        foreach (var packet in line.Heard) receiver.OnPacket(packet.Header, packet.Payload, 8000);

        Assert.Equal("4711#", heard.Pressed);
        Assert.All(heard.Released, key => Assert.Equal(TimeSpan.FromMilliseconds(100), key.Duration));
        Assert.Equal(5, heard.Released.Count);
    }

    [Fact]
    public void Sound_after_keys_goes_on_with_time()
    {
        var line = new SpokenLine();
        line.SendKeys("1");
        while (line.Ends.Count == 0) line.Pass(10);

        line.Play(SpokenLine.Sound(40));
        line.Pass(200);

        var sound = line.Heard.First(packet => packet.Header.PayloadType == 0);
        Assert.Equal(1200u, sound.Header.Timestamp - line.Heard[0].Header.Timestamp);
        Assert.Equal(150, sound.At - line.Heard[0].At);
    }

    [Fact]
    public void An_end_that_takes_no_telephone_events_is_sent_none()
    {
        var line = new SpokenLine(new VoiceFormat(AudioCodec.Pcmu, 0));

        line.SendKeys("1");
        line.Pass(200);

        Assert.Empty(line.Heard);
        Assert.Equal([UtteranceEnd.Impossible], line.Ends);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12x")]
    [InlineData("0 1")]
    public void What_is_no_key_is_refused(string keys) =>
        Assert.Throws<ArgumentException>(() => new SpokenLine().SendKeys(keys));

    [Theory]
    [InlineData(10, 50)]
    [InlineData(100, 0)]
    [InlineData(2000, 50)]
    public void Times_out_of_range_are_refused(int held, int apart) => Assert.Throws<ArgumentOutOfRangeException>(() => new SpokenLine()
        .SendKeys("1", new KeyTimes { Held = TimeSpan.FromMilliseconds(held), Apart = TimeSpan.FromMilliseconds(apart) }));

    private static List<TelephoneEvent> Reports(SpokenLine line) => [.. line.Heard.Select(Read)];

    private static TelephoneEvent Read(SpokenPacket packet)
    {
        Assert.True(TelephoneEvent.TryRead(packet.Payload, out var report));
        return report;
    }
}
