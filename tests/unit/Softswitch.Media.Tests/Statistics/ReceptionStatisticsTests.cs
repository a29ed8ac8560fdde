namespace Softswitch.Media.Tests.Statistics;

public sealed class ReceptionStatisticsTests
{
    private const long Frequency = 1000;

    [Fact]
    public void A_stream_tells_its_codec_and_the_length_of_its_packets()
    {
        var reception = new ReceptionStatistics(Frequency);
        for (var i = 0; i < 50; i++) reception.Add(Packet(i, 8, (uint)(i * 240)), 252, i * 30);

        Assert.Equal("PCMA", reception.Format!.Name);
        Assert.Equal(TimeSpan.FromMilliseconds(30), reception.PacketTime);
        Assert.Equal(TimeSpan.Zero, reception.Jitter);
        Assert.Equal((50, 50 * 252, 0), (reception.Packets, reception.Octets, reception.Lost));
    }

    [Fact]
    public void Jitter_goes_by_the_codecs_clock()
    {
        var reception = new ReceptionStatistics(Frequency) { Formats = new PayloadFormats([new(96, "opus", 48_000)]) };
        for (var i = 0; i < 1000; i++) reception.Add(Packet(i, 96, (uint)(i * 960)), 100, (i * 20) + (i % 2 * 4));

        Assert.Equal(4, reception.Jitter.TotalMilliseconds, 2);
        Assert.Equal("opus", reception.Format!.Name);
    }

    [Fact]
    public void A_codec_that_nobody_named_has_no_jitter_and_all_counts()
    {
        var reception = new ReceptionStatistics(Frequency);
        for (var i = 0; i < 10; i++) reception.Add(Packet(i, 97, (uint)(i * 7)), 100, i * i);

        Assert.Null(reception.Format);
        Assert.Equal(TimeSpan.Zero, reception.Jitter);
        Assert.Equal(10, reception.Packets);
    }

    [Fact]
    public void Telephone_events_disturb_neither_jitter_nor_codec()
    {
        var reception = new ReceptionStatistics(Frequency) { Formats = new PayloadFormats([new(101, "telephone-event", 8000)]) };
        for (var i = 0; i < 100; i++)
        {
            var isEvent = i % 10 >= 5;
            // The events of one key all carry the time of its beginning.
            reception.Add(Packet(i, (byte)(isEvent ? 101 : 0), (uint)((isEvent ? i / 10 * 10 : i) * 160)), 172, i * 20);
        }

        Assert.Equal("PCMU", reception.Format!.Name);
        Assert.Equal(TimeSpan.Zero, reception.Jitter);
        Assert.Equal(0, reception.Lost);
    }

    [Fact]
    public void A_new_source_goes_on_without_loss()
    {
        var reception = new ReceptionStatistics(Frequency);
        for (var i = 0; i < 20; i++) reception.Add(Packet(i, 0, (uint)(i * 160), ssrc: 1), 172, i * 20);
        for (var i = 0; i < 20; i++) reception.Add(Packet(5000 + i, 0, 77_000 + (uint)(i * 160), ssrc: 2), 172, 400 + (i * 20));

        Assert.Equal(1, reception.SourceChanges);
        Assert.Equal(2u, reception.Ssrc);
        Assert.Equal((40, 40, 0), (reception.Packets, reception.Expected, reception.Lost));
        Assert.Equal(TimeSpan.Zero, reception.Jitter);
    }

    [Fact]
    public void A_second_source_among_the_first_is_no_change()
    {
        var reception = new ReceptionStatistics(Frequency);
        for (var i = 0; i < 40; i++)
        {
            reception.Add(Packet(i, 0, (uint)(i * 160), ssrc: 1), 172, i * 20);
            if (i % 4 == 0) reception.Add(Packet(900 + i, 0, 5, ssrc: 2), 172, i * 20);
        }

        Assert.Equal(0, reception.SourceChanges);
        Assert.Equal(1u, reception.Ssrc);
        Assert.Equal((50, 40, 0), (reception.Packets, reception.Expected, reception.Lost));
    }

    private static RtpHeader Packet(int number, byte type, uint timestamp, uint ssrc = 1) => new(type, false, (ushort)number, timestamp, ssrc);
}
