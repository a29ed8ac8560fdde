namespace Softswitch.Media.Tests.Rtcp;

public sealed class RtcpWriterTests
{
    private static readonly SenderInfo Sender = new(0x1122_3344_5566_7788, 0x99AA_BBCC, 1000, 160_000);

    private static readonly ReportBlock Block = new(0xB, 64, -2, 0x0001_FFFF, 80, 0x1234_5678, 32_768);

    [Fact]
    public void A_sender_report_is_read_as_it_was_written()
    {
        var datagram = Write(Sender, Block, "name"u8);

        var reader = new RtcpReader(datagram);
        Assert.True(reader.Next());
        Assert.Equal((RtcpType.SenderReport, 1, 0xAu), (reader.Type, reader.Count, reader.Sender));
        Assert.True(reader.TryReadSenderTime(out var middle));
        Assert.Equal(0x3344_5566u, middle);
        Assert.Equal(Sender.MiddleOfNtp, middle);
        Assert.True(reader.TryReadBlock(0, out var block));
        Assert.Equal(Block, block);
        Assert.True(reader.Next());
        Assert.Equal((RtcpType.SourceDescription, 1, 0xAu), (reader.Type, reader.Count, reader.Sender));
        Assert.False(reader.Next());
    }

    [Fact]
    public void Its_bytes_are_those_of_the_standard() => Assert.Equal(
        "80C80006" + "0000000A" + "1122334455667788" + "99AABBCC" + "000003E8" + "00027100" + "81CA0003" + "0000000A" + "0104" + "6E616D65" + "0000",
        Convert.ToHexString(Write(Sender, null, "name"u8)));

    [Fact]
    public void Who_sends_nothing_reports_what_it_hears()
    {
        var reader = new RtcpReader(Write(null, Block, ""u8));

        Assert.True(reader.Next());
        Assert.Equal((RtcpType.ReceiverReport, 1), (reader.Type, reader.Count));
        Assert.True(reader.TryReadBlock(0, out var block));
        Assert.Equal(Block, block);
        Assert.True(reader.Next());
        Assert.False(reader.Next());
    }

    [Fact]
    public void Names_of_every_length_end_at_a_word()
    {
        for (var length = 0; length <= RtcpWriter.LongestName; length++)
        {
            var datagram = Write(Sender, Block, new byte[length]);
            Assert.Equal(0, datagram.Length % 4);
            Assert.Equal(0, datagram[^1]);
            var reader = new RtcpReader(datagram);
            Assert.True(reader.Next() && reader.Next() && !reader.Next());
        }
    }

    private static byte[] Write(SenderInfo? sender, ReportBlock? block, ReadOnlySpan<byte> name)
    {
        var datagram = new byte[RtcpWriter.MostLength];
        Array.Fill(datagram, (byte)0xEE);
        return datagram[..RtcpWriter.Write(datagram, 0xA, sender, block, name)];
    }
}
