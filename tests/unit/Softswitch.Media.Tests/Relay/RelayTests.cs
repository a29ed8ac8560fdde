namespace Softswitch.Media.Tests.Relay;

public sealed class RelayTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task What_one_end_sends_the_other_receives_unchanged(bool ipv6, int workers)
    {
        await using var call = await RelayedCall.Begin(ipv6: ipv6, workers: workers);

        for (var i = 0; i < 50; i++)
        {
            var tone = Tone(i, 160);
            call.Alice.Send(call.Alice.Rtp(tone), call.ForAlice.Local);
            call.Bob.Send(call.Bob.Rtp(tone), call.ForBob.Local);
            var (heard, from) = await call.Bob.ReceiveFrom();
            Assert.Equal(tone, heard[RtpHeader.FixedLength..]);
            Assert.Equal(call.ForBob.Local, from);
            Assert.Equal(tone, (await call.Alice.Receive())[RtpHeader.FixedLength..]);
        }

        var statistics = call.ForAlice.Statistics;
        Assert.Equal((50, 0, 50 * 172, 50), (statistics.Packets, statistics.Lost, statistics.Octets, statistics.Sent));
        Assert.Equal(("PCMU", 0xAu, call.Alice.Address), (statistics.Codec, statistics.Ssrc, statistics.Source));
        Assert.Equal(call.ForAlice.Local.IsIPv6, ipv6);
    }

    [Fact]
    public async Task Media_goes_where_it_comes_from_whatever_was_signalled()
    {
        await using var call = await RelayedCall.Begin();
        using var nat = new TestEnd(ssrc: 0xA);

        nat.SendRtp(call.ForAlice.Local, 1);
        _ = await call.Bob.Receive();
        var answer = call.Bob.SendRtp(call.ForBob.Local, 2);

        Assert.Equal(answer, await nat.Receive());
        Assert.True(call.Alice.IsQuiet);
    }

    [Fact]
    public async Task A_stranger_who_guesses_the_port_is_neither_heard_nor_sent_to()
    {
        await using var call = await RelayedCall.Begin();
        using var nat = new TestEnd(ssrc: 0xA);
        using var stranger = new TestEnd(ssrc: 0xE);
        nat.SendRtp(call.ForAlice.Local, 1);
        _ = await call.Bob.Receive();

        for (var i = 0; i < 10; i++) stranger.SendRtp(call.ForAlice.Local, 66);
        var next = nat.SendRtp(call.ForAlice.Local, 2);

        Assert.Equal(next, await call.Bob.Receive());
        Assert.Equal(10, call.ForAlice.Statistics.WrongSource);
        Assert.Equal(call.Bob.SendRtp(call.ForBob.Local, 3), await nat.Receive());
        Assert.True(stranger.IsQuiet);
    }

    [Fact]
    public async Task Once_settled_the_system_itself_refuses_strangers()
    {
        await using var call = await RelayedCall.Begin();
        using var stranger = new TestEnd(ssrc: 0xE);
        await call.Talk();

        for (var i = 0; i < 10; i++) stranger.SendRtp(call.ForAlice.Local, 66);
        await call.Talk();

        Assert.True(call.Bob.IsQuiet);
        Assert.Equal((2, 0), (call.ForAlice.Statistics.Packets, call.ForAlice.Statistics.WrongSource));
    }

    [Fact]
    public async Task A_stream_that_fell_silent_may_go_on_from_another_port()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        using var moved = new TestEnd(ssrc: 0xA);
        await call.Pass(TimeSpan.FromSeconds(4));

        var packet = moved.SendRtp(call.ForAlice.Local, 7);

        Assert.Equal(packet, await call.Bob.Receive());
        Assert.Equal(call.Bob.SendRtp(call.ForBob.Local, 8), await moved.Receive());
    }

    [Fact]
    public async Task A_new_address_negotiated_is_followed()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        using var second = new TestEnd(ssrc: 0xA2);

        call.ForAlice.SetRemote(second.Address);
        await call.Applied();

        Assert.Equal(call.Bob.SendRtp(call.ForBob.Local, 1), await second.Receive());
        Assert.Equal(second.SendRtp(call.ForAlice.Local, 2), await call.Bob.Receive());
    }

    [Fact]
    public async Task On_hold_nothing_is_passed_on_and_all_is_counted()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();

        call.ForBob.SetDirection(MediaDirection.Receive);
        await call.Applied();
        call.Alice.SendRtp(call.ForAlice.Local, 1);
        var music = call.Bob.SendRtp(call.ForBob.Local, 2);

        Assert.Equal(music, await call.Alice.Receive());
        Assert.True(call.Bob.IsQuiet);
        call.ForBob.SetDirection(MediaDirection.Both);
        await call.Applied();
        await call.Talk();
        Assert.Equal((3, 1), (call.ForAlice.Statistics.Packets, call.ForAlice.Statistics.NotForwarded));
    }

    [Fact]
    public async Task Disconnected_streams_pass_on_nothing_until_connected_anew()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        call.ForBob.Disconnect();
        await call.Applied();
        call.Alice.SendRtp(call.ForAlice.Local, 1);
        call.ForBob.Connect(call.ForAlice);
        await call.Applied();

        call.Alice.SendRtp(call.ForAlice.Local, 2);
        var heard = await call.Bob.Receive();

        Assert.Equal(2, heard[^1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_stream_can_change_its_partner(int workers)
    {
        await using var call = await RelayedCall.Begin(workers: workers);
        await call.Talk();
        using var carol = new TestEnd(ssrc: 0xC);
        Assert.Equal(MediaOpenError.None, call.Relay.Open(call.ForAlice.Local, 2, MediaStreamOptions.Audio, out var forCarol));
        forCarol!.SetRemote(carol.Address);

        forCarol.Connect(call.ForBob);
        for (var i = 0; i < 3; i++)
        {
            await forCarol.WhenApplied();
            await call.ForBob.WhenApplied();
        }

        Assert.Equal(carol.SendRtp(forCarol.Local, 1), await call.Bob.Receive());
        Assert.Equal(call.Bob.SendRtp(call.ForBob.Local, 2), await carol.Receive());
        call.Alice.SendRtp(call.ForAlice.Local, 3);
        Assert.Equal(carol.SendRtp(forCarol.Local, 4), await call.Bob.Receive());
        Assert.True(call.Alice.IsQuiet);
        forCarol.Close();
        await forCarol.WhenApplied();
    }

    [Fact]
    public async Task Video_passes_in_bursts_of_whole_frames()
    {
        await using var call = await RelayedCall.Begin(MediaStreamOptions.Video);
        var sent = new List<byte[]>();
        for (var i = 0; i < 60; i++)
        {
            var packet = call.Alice.Rtp(Tone(i, 1400), 96);
            call.Alice.Send(packet, call.ForAlice.Local);
            sent.Add(packet);
        }

        for (var i = 0; i < 60; i++) Assert.Equal(sent[i], await call.Bob.Receive());
    }

    [Fact]
    public async Task Fax_passes_as_it_is()
    {
        await using var call = await RelayedCall.Begin(MediaStreamOptions.Fax);
        byte[] udptl = [0, 1, 3, 0x60, 0, 0, 0];

        call.Alice.Send(udptl, call.ForAlice.Local);

        Assert.Equal(udptl, await call.Bob.Receive());
        Assert.Equal((1, 7), (call.ForAlice.Statistics.Packets, call.ForAlice.Statistics.Octets));
    }

    [Fact]
    public async Task A_call_can_turn_into_a_fax()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        call.ForAlice.SetProtocol(MediaProtocol.Opaque);
        call.ForBob.SetProtocol(MediaProtocol.Opaque);
        await call.Applied();

        call.Alice.Send([0, 1, 3, 0x60, 0, 0, 0], call.ForAlice.Local);

        Assert.Equal(7, (await call.Bob.Receive()).Length);
    }

    [Fact]
    public async Task What_is_no_RTP_is_dropped_from_an_RTP_stream()
    {
        await using var call = await RelayedCall.Begin();
        foreach (var bytes in new[] { "", "00", "0D0A0D0A", "000100002112A442000000000000000000000000", "FF00000100000001000000010000", "81C8000100000001" })
            call.Alice.Send(Convert.FromHexString(bytes), call.ForAlice.Local);
        call.Alice.Send(new byte[3000], call.ForAlice.Local);

        await call.Talk();

        Assert.True(call.Bob.IsQuiet);
        Assert.Equal((6, 1, 1), (call.ForAlice.Statistics.Malformed, call.ForAlice.Statistics.TooLong, call.ForAlice.Statistics.Packets));
    }

    [Fact]
    public async Task DTLS_and_STUN_pass_on_a_secure_stream()
    {
        await using var call = await RelayedCall.Begin(new MediaStreamOptions { Protocol = MediaProtocol.SecureRtp }, multiplexed: true);
        foreach (var bytes in new[] { "16FEFD00000000000000000000", "000100002112A442000000000000000000000000", "81C90001000000011111" })
        {
            call.Alice.Send(Convert.FromHexString(bytes), call.ForAlice.Local);
            Assert.Equal(bytes, Convert.ToHexString(await call.Bob.Receive()));
        }
    }

    [Fact]
    public async Task A_flood_is_cut_to_the_streams_rate()
    {
        await using var call = await RelayedCall.Begin(new MediaStreamOptions { PacketsPerSecond = 100, Burst = 20 });
        for (var i = 0; i < 100; i++) call.Alice.SendRtp(call.ForAlice.Local, 1);
        for (var i = 0; i < 20; i++) _ = await call.Bob.Receive();

        while (call.ForAlice.Statistics.OverRate < 80) await call.Applied();
        await call.Pass(TimeSpan.FromSeconds(1));
        call.Alice.SendRtp(call.ForAlice.Local, 3);

        Assert.Equal(3, (await call.Bob.Receive())[^1]);
        Assert.Equal((21, 80), (call.ForAlice.Statistics.Packets, call.ForAlice.Statistics.OverRate));
    }

    [Fact]
    public async Task The_time_since_the_last_packet_is_told()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        await call.Pass(TimeSpan.FromSeconds(30));
        Assert.Equal(30, call.ForAlice.SinceLastPacket.TotalSeconds);

        await call.Talk();

        Assert.Equal(0, call.ForAlice.SinceLastPacket.TotalSeconds);
    }

    private static byte[] Tone(int index, int length) =>
        Enumerable.Range(0, length).Select(i => (byte)(128 + (100 * Math.Sin(((index * length) + i) * 0.35)))).ToArray();
}
