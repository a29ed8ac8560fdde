using System.Buffers.Binary;

namespace Softswitch.Media.Tests.Relay;

public sealed class RelayControlTests
{
    [Fact]
    public async Task RTCP_passes_on_its_own_ports_and_follows_its_source()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        using var aliceControl = new TestEnd();
        using var bobControl = new TestEnd();
        bobControl.Send(ReceiverReport(0xB), call.ForBob.LocalControl);

        // Bob's report came before Alice's control port was known; it went to the port that was signalled.
        aliceControl.Send(ReceiverReport(0xA), call.ForAlice.LocalControl);
        Assert.Equal(ReceiverReport(0xA), await bobControl.Receive());
        bobControl.Send(ReceiverReport(0xB), call.ForBob.LocalControl);

        Assert.Equal(ReceiverReport(0xB), await aliceControl.Receive());
        Assert.Equal(1, call.ForAlice.Statistics.ControlPackets);
    }

    [Fact]
    public async Task RTCP_on_one_port_reaches_an_end_that_has_two()
    {
        await using var call = await RelayedCall.Begin();
        using var bobControl = new TestEnd();
        call.ForAlice.SetRemote(call.Alice.Address, multiplexed: true);
        call.ForBob.SetRemote(call.Bob.Address, bobControl.Address);
        await call.Applied();
        await call.Talk();

        call.Alice.Send(ReceiverReport(0xA), call.ForAlice.Local);
        Assert.Equal(ReceiverReport(0xA), await bobControl.Receive());
        bobControl.Send(ReceiverReport(0xB), call.ForBob.LocalControl);

        Assert.Equal(ReceiverReport(0xB), await call.Alice.Receive());
    }

    [Fact]
    public async Task RTCP_passes_on_hold()
    {
        await using var call = await RelayedCall.Begin(multiplexed: true);
        call.ForBob.SetDirection(MediaDirection.None);
        await call.Applied();

        call.Alice.Send(ReceiverReport(0xA), call.ForAlice.Local);

        Assert.Equal(ReceiverReport(0xA), await call.Bob.Receive());
    }

    [Fact]
    public async Task The_round_trip_to_an_end_is_told_by_its_answer_to_a_report()
    {
        await using var call = await RelayedCall.Begin(multiplexed: true);
        await call.Talk();
        call.Alice.Send(SenderReport(0xA, 0x1234_5678), call.ForAlice.Local);
        _ = await call.Bob.Receive();
        await call.Pass(TimeSpan.FromMilliseconds(580));

        // Bob kept it for half a second.
        call.Bob.Send(ReceiverReport(0xB, about: 0xA, fraction: 64, jitter: 80, last: 0x1234_5678, delay: 32_768), call.ForBob.Local);
        _ = await call.Alice.Receive();

        var statistics = call.ForBob.Statistics;
        Assert.Equal(80, statistics.RoundTrip!.Value.TotalMilliseconds, 3);
        Assert.Equal(25, statistics.ReportedLossPercent);
        Assert.Equal(TimeSpan.FromMilliseconds(10), statistics.ReportedJitter);
        Assert.Null(call.ForAlice.Statistics.RoundTrip);
        Assert.InRange(statistics.Quality.MeanOpinionScore, 4, 4.5);
    }

    [Fact]
    public async Task A_report_about_another_source_is_passed_on_and_not_believed()
    {
        await using var call = await RelayedCall.Begin(multiplexed: true);
        await call.Talk();

        call.Bob.Send(ReceiverReport(0xB, about: 0x77, fraction: 255), call.ForBob.Local);
        _ = await call.Alice.Receive();

        Assert.Null(call.ForBob.Statistics.ReportedLossPercent);
    }

    private static byte[] SenderReport(uint sender, uint middleOfNtp)
    {
        var packet = new byte[28];
        packet[0] = 0x80;
        packet[1] = (byte)RtcpType.SenderReport;
        packet[3] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), sender);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(10), middleOfNtp);
        return packet;
    }

    private static byte[] ReceiverReport(
        uint sender, uint about = 0, byte fraction = 0, uint jitter = 0, uint last = 0, uint delay = 0)
    {
        var packet = new byte[32];
        packet[0] = 0x81;
        packet[1] = (byte)RtcpType.ReceiverReport;
        packet[3] = 7;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), sender);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), about);
        packet[12] = fraction;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(20), jitter);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(24), last);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(28), delay);
        return packet;
    }
}
