using System.Buffers.Binary;
using Softswitch.Media.Tests.Voices;

namespace Softswitch.Media.Tests.Relay;

public sealed class OwnReportsTests
{
    private static readonly VoiceFormat Format = new(AudioCodec.Pcmu, 0, 20, 101);

    [Fact]
    public async Task While_it_speaks_the_switch_reports_as_a_sender()
    {
        await using var call = await Alone();
        call.ForAlice.Play([SpokenLine.Sound(60_000)]);

        var (report, lastSound) = await HearReport(call);

        Assert.Equal(RtcpType.SenderReport, (RtcpType)report[1]);
        Assert.Equal(lastSound.Ssrc, Word(report, 4));
        // 1970 in seconds since 1900, and as much as has passed.
        Assert.InRange(Word(report, 8), 2_208_988_801u, 2_208_988_808u);
        // The instant of the report is that of the sound that was last heard, but for the steps that time goes in here.
        Assert.InRange(Word(report, 16) - lastSound.Timestamp, 0u, 320u);
        Assert.Equal(Word(report, 20) * 160, Word(report, 24));
        Assert.InRange(Word(report, 20), 1u, 400u);
    }

    [Fact]
    public async Task When_silent_it_reports_how_it_hears()
    {
        await using var call = await Alone();
        for (var i = 0; i < 4; i++) call.Alice.SendRtp(call.ForAlice.Local, 1);
        // One is lost.
        _ = call.Alice.Rtp([1]);
        call.Alice.SendRtp(call.ForAlice.Local, 1);
        while (call.ForAlice.Statistics.Packets < 5) await call.Applied();

        var (report, _) = await HearReport(call, step: 250);

        var reader = new RtcpReader(report);
        Assert.True(reader.Next());
        Assert.Equal(RtcpType.ReceiverReport, reader.Type);
        Assert.True(reader.TryReadBlock(0, out var block));
        Assert.Equal((call.Alice.Ssrc, 1, 6u), (block.Ssrc, block.CumulativeLost, block.HighestSequence));
        Assert.Equal(256 / 6, block.FractionLost);
        (report, _) = await HearReport(call, step: 250);
        reader = new RtcpReader(report);
        Assert.True(reader.Next() && reader.TryReadBlock(0, out block));
        Assert.Equal((1, 0), (block.CumulativeLost, block.FractionLost));
    }

    [Fact]
    public async Task The_ends_answer_tells_the_round_trip_and_its_loss()
    {
        await using var call = await Alone();
        call.ForAlice.Play([SpokenLine.Sound(60_000)]);
        var (report, sound) = await HearReport(call);
        await call.Pass(TimeSpan.FromMilliseconds(120));

        var answer = new byte[RtcpWriter.MostLength];
        var length = RtcpWriter.Write(answer, call.Alice.Ssrc, null, new ReportBlock(sound.Ssrc, 128, 3, 5, 16, Word(report, 10), 65_536 / 10), "alice"u8);
        call.Alice.Send(answer.AsSpan(0, length), call.ForAlice.Local);
        while (call.ForAlice.Statistics.RoundTrip is null) await call.Applied();

        Assert.InRange(call.ForAlice.Statistics.RoundTrip!.Value.TotalMilliseconds, 10, 60);
        Assert.Equal(50, call.ForAlice.Statistics.ReportedLossPercent);
        Assert.Equal(TimeSpan.FromMilliseconds(2), call.ForAlice.Statistics.ReportedJitter);
    }

    [Fact]
    public async Task The_ends_report_is_answered_with_its_time()
    {
        await using var call = await Alone();
        call.Alice.SendRtp(call.ForAlice.Local, 1);
        var theirs = new byte[RtcpWriter.MostLength];
        var length = RtcpWriter.Write(theirs, call.Alice.Ssrc, new SenderInfo(0x0000_ABCD_1234_0000, 1, 1, 1), null, "alice"u8);
        call.Alice.Send(theirs.AsSpan(0, length), call.ForAlice.Local);
        while (call.ForAlice.Statistics.ControlPackets == 0) await call.Applied();

        var (report, _) = await HearReport(call, step: 250);

        var reader = new RtcpReader(report);
        Assert.True(reader.Next());
        Assert.True(reader.TryReadBlock(0, out var block));
        Assert.Equal(0xABCD_1234u, block.LastSenderReport);
        Assert.InRange(block.DelaySinceLastSenderReport / 65_536.0, 0.01, 3);
    }

    [Fact]
    public async Task While_it_is_connected_an_end_hears_the_others_reports_only()
    {
        await using var call = await RelayedCall.Begin(multiplexed: true);
        call.ForAlice.SetVoiceFormat(Format);
        await call.Applied();

        for (var i = 0; i < 30; i++) await call.Pass(TimeSpan.FromSeconds(1));

        Assert.True(call.Alice.IsQuiet);
    }

    [Fact]
    public async Task Without_a_voice_of_its_own_the_switch_reports_nothing()
    {
        await using var call = await RelayedCall.Begin(multiplexed: true);
        call.ForAlice.Disconnect();
        call.ForAlice.SetVoiceFormat(Format);
        call.ForAlice.SetVoiceFormat(null);
        await call.Applied();

        for (var i = 0; i < 30; i++) await call.Pass(TimeSpan.FromSeconds(1));

        Assert.True(call.Alice.IsQuiet);
    }

    private static async Task<RelayedCall> Alone()
    {
        var call = await RelayedCall.Begin(multiplexed: true);
        call.ForAlice.Disconnect();
        call.ForAlice.SetVoiceFormat(Format);
        await call.Applied();
        // No report comes so soon.
        await call.Pass(TimeSpan.FromMilliseconds(1200));
        return call;
    }

    /// <summary>The next report that Alice gets, and the header of the sound before it.</summary>
    private static async Task<(byte[] Report, RtpHeader Sound)> HearReport(RelayedCall call, int step = 20)
    {
        var sound = default(RtpHeader);
        while (true)
        {
            if (call.Alice.IsQuiet)
            {
                await call.Pass(TimeSpan.FromMilliseconds(step));
                continue;
            }

            var packet = await call.Alice.Receive();
            if (PacketKinds.Of(packet) == PacketKind.Rtcp) return (packet, sound);
            Assert.True(RtpHeader.TryRead(packet, out sound));
        }
    }

    private static uint Word(byte[] packet, int place) => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(place));
}
