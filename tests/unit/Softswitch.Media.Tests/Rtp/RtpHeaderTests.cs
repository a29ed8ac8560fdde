using Softswitch.Net;

namespace Softswitch.Media.Tests.Rtp;

public sealed class RtpHeaderTests
{
    [Fact]
    public void The_fixed_header_is_read()
    {
        byte[] packet = [0x80, 0x88, 0x12, 0x34, 0, 0, 0, 160, 0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3];

        Assert.True(RtpHeader.TryRead(packet, out var header));
        Assert.Equal(new RtpHeader(8, true, 0x1234, 160, 0xDEADBEEF), header);
    }

    [Theory]
    [InlineData("00 08 0001 00000001 00000001", false)] // version 0
    [InlineData("80 08 0001 00000001 000000", false)] // too short
    [InlineData("80 08 0001 00000001 00000001", true)] // no payload
    [InlineData("81 08 0001 00000001 00000001", false)] // a contributing source that is not there
    [InlineData("81 08 0001 00000001 00000001 00000002", true)]
    [InlineData("90 08 0001 00000001 00000001 BEDE", false)] // an extension cut short
    [InlineData("90 08 0001 00000001 00000001 BEDE0002 00000000", false)] // and one longer than the packet
    [InlineData("90 08 0001 00000001 00000001 BEDE0001 00000000", true)]
    [InlineData("A0 08 0001 00000001 00000001 FF", true)] // padding may be encrypted
    public void What_a_header_announces_has_to_be_there(string hex, bool isValid) =>
        Assert.Equal(isValid, RtpHeader.TryRead(Convert.FromHexString(hex.Replace(" ", "")), out _));

    [Theory]
    [InlineData("80 00 0001 00000001 00000001", PacketKind.Rtp)]
    [InlineData("80 80 0001 00000001 00000001", PacketKind.Rtp)]
    [InlineData("80 C8 0006 00000001 00000001", PacketKind.Rtcp)]
    [InlineData("81 C9 0001 00000001", PacketKind.Rtcp)]
    [InlineData("80 CF 0001 00000001", PacketKind.Rtcp)]
    [InlineData("80 00 0001 00000001", PacketKind.Unknown)]
    [InlineData("16 FEFD 0000 000000000000 0000", PacketKind.Dtls)]
    [InlineData("0001 0000 2112A442 000000000000000000000000", PacketKind.Stun)]
    [InlineData("0001 0000 2112A442", PacketKind.Unknown)]
    [InlineData("FF 00 0001 00000001 00000001", PacketKind.Unknown)]
    [InlineData("40 00 0001 00000001 00000001", PacketKind.Unknown)] // TURN channels do not come here
    [InlineData("0D0A0D0A", PacketKind.Unknown)]
    [InlineData("", PacketKind.Unknown)]
    public void Kinds_are_told_apart_by_their_first_bytes(string hex, PacketKind kind) =>
        Assert.Equal(kind, PacketKinds.Of(Convert.FromHexString(hex.Replace(" ", ""))));

    [Fact]
    public void No_bytes_whatever_make_it_read_beyond_the_packet()
    {
        IRandomSource random = new SeededRandomSource(1);
        for (var i = 0; i < 100_000; i++)
        {
            var packet = new byte[random.Next(40)];
            random.Fill(packet);
            if (packet.Length > 0 && i % 2 == 0) packet[0] = (byte)(0x80 | (packet[0] & 0x3F));

            var kind = PacketKinds.Of(packet);
            if (RtpHeader.TryRead(packet, out var header)) Assert.InRange(header.PayloadType, 0, 127);
            else Assert.True(kind != PacketKind.Rtp || (packet[0] & 0x1F) != 0);
        }
    }

    [Fact]
    public void Assigned_payload_types_are_known_and_can_be_said_anew()
    {
        var formats = new PayloadFormats([new(0, "other", 16_000), new(96, "H264", 90_000), new(97, "nonsense", 0)]);

        Assert.Equal("other", formats.Find(0)!.Name);
        Assert.Equal("H264", formats.Find(96)!.Name);
        Assert.Equal(new PayloadFormat(9, "G722", 8000), formats.Find(9));
        Assert.Null(formats.Find(97));
    }

    [Fact]
    public void What_is_written_is_read()
    {
        var header = new RtpHeader(101, true, 0xFFFE, 0xDEAD_BEEF, 0x1234_5678);
        var packet = new byte[RtpHeader.FixedLength];

        Assert.Equal(RtpHeader.FixedLength, header.Write(packet));

        Assert.True(RtpHeader.TryRead(packet, out var read));
        Assert.Equal(header, read);
    }

    [Theory]
    [InlineData(0x80, new byte[] { 1, 2, 3, 4 }, new byte[] { 1, 2, 3, 4 })]
    [InlineData(0x80, new byte[0], new byte[0])]
    // One contributing source.
    [InlineData(0x81, new byte[] { 9, 9, 9, 9, 1, 2 }, new byte[] { 1, 2 })]
    // An extension of one word.
    [InlineData(0x90, new byte[] { 0, 0, 0, 1, 9, 9, 9, 9, 1, 2 }, new byte[] { 1, 2 })]
    // Two bytes of padding; as much as there is; more than there is.
    [InlineData(0xA0, new byte[] { 1, 2, 0, 2 }, new byte[] { 1, 2 })]
    [InlineData(0xA0, new byte[] { 0, 0, 3 }, new byte[0])]
    [InlineData(0xA0, new byte[] { 1, 2, 200 }, new byte[0])]
    public void The_payload_is_what_is_left_without_sources_extension_and_padding(byte first, byte[] behind, byte[] payload)
    {
        byte[] packet = [first, 0, .. new byte[10], .. behind];
        Assert.True(RtpHeader.TryRead(packet, out _));

        Assert.Equal(payload, RtpHeader.PayloadOf(packet));
    }

    [Fact]
    public void Of_whatever_has_a_header_the_payload_can_be_taken()
    {
        IRandomSource random = new SeededRandomSource(3550);
        for (var i = 0; i < 20_000; i++)
        {
            var packet = new byte[random.Next(120)];
            random.Fill(packet);
            if (RtpHeader.TryRead(packet, out _)) Assert.InRange(RtpHeader.PayloadOf(packet).Length, 0, packet.Length - RtpHeader.FixedLength);
        }
    }
}
