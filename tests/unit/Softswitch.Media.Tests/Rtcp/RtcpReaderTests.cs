using Softswitch.Net;

namespace Softswitch.Media.Tests.Rtcp;

public sealed class RtcpReaderTests
{
    // A sender report with one block, a source description, a goodbye.
    private const string Compound =
        "81C8000C 11111111 AAAABBBBCCCCDDDD 00000001 00000002 00000003 22222222 40FFFFFE 00010005 00000028 B7052000 00054000"
        + "81CA0002 11111111 01000000" + "81CB0001 11111111";

    [Fact]
    public void The_packets_of_a_compound_come_one_by_one()
    {
        var reader = new RtcpReader(Bytes(Compound));
        var types = new List<(RtcpType, int, uint)>();
        while (reader.Next()) types.Add((reader.Type, reader.Count, reader.Sender));

        Assert.Equal(
            [(RtcpType.SenderReport, 1, 0x11111111u), (RtcpType.SourceDescription, 1, 0x11111111u), (RtcpType.Bye, 1, 0x11111111u)],
            types);
    }

    [Fact]
    public void A_sender_report_tells_its_time_and_how_it_hears_others()
    {
        var reader = new RtcpReader(Bytes(Compound));
        Assert.True(reader.Next());

        Assert.True(reader.TryReadSenderTime(out var time));
        Assert.Equal(0xBBBBCCCCu, time);
        Assert.True(reader.TryReadBlock(0, out var block));
        Assert.Equal(new ReportBlock(0x22222222, 64, -2, 0x00010005, 40, 0xB7052000, 0x00054000), block);
        Assert.False(reader.TryReadBlock(1, out _));
    }

    [Fact]
    public void A_receiver_report_has_blocks_and_no_time()
    {
        var reader = new RtcpReader(Bytes("81C90007 11111111 22222222 00000000 00000005 00000000 00000000 00000000"));
        Assert.True(reader.Next());

        Assert.False(reader.TryReadSenderTime(out _));
        Assert.True(reader.TryReadBlock(0, out var block));
        Assert.Equal(0x22222222u, block.Ssrc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80C9")]
    [InlineData("40C90001 11111111")] // version 1
    [InlineData("80C90002 11111111")] // longer than the datagram
    public void What_is_no_packet_ends_the_walk(string hex)
    {
        var reader = new RtcpReader(Bytes(hex));
        Assert.False(reader.Next());
    }

    [Fact]
    public void A_report_with_fewer_blocks_than_it_claims_gives_those_that_are_there()
    {
        var reader = new RtcpReader(Bytes("9FC90007 11111111 22222222 00000000 00000005 00000000 00000000 00000000"));
        Assert.True(reader.Next());

        Assert.True(reader.TryReadBlock(0, out _));
        Assert.False(reader.TryReadBlock(1, out _));
    }

    [Fact]
    public void A_datagram_full_of_empty_packets_is_read_up_to_the_limit()
    {
        var reader = new RtcpReader(Bytes(string.Concat(Enumerable.Repeat("80C90000", 300))));
        var packets = 0;
        while (reader.Next()) packets++;

        Assert.Equal(RtcpReader.MaximumPackets, packets);
    }

    [Fact]
    public void No_bytes_whatever_make_it_read_beyond_the_datagram()
    {
        IRandomSource random = new SeededRandomSource(2);
        var original = Bytes(Compound);
        for (var i = 0; i < 50_000; i++)
        {
            var datagram = original.AsSpan(0, random.Next(original.Length + 1)).ToArray();
            for (var change = random.Next(8); change > 0 && datagram.Length > 0; change--)
                datagram[random.Next(datagram.Length)] = (byte)random.Next(256);

            var reader = new RtcpReader(datagram);
            var steps = 0;
            while (reader.Next())
            {
                _ = reader.Sender;
                _ = reader.TryReadSenderTime(out _);
                while (reader.TryReadBlock(steps, out _)) steps++;
            }

            Assert.InRange(steps, 0, 31 * RtcpReader.MaximumPackets);
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));
}
