using Softswitch.Media.Tests.Keys;
using Softswitch.Media.Tests.Voices;

namespace Softswitch.Media.Tests.Relay;

public sealed class SpeakingTests
{
    private static readonly VoiceFormat Format = new(AudioCodec.Pcmu, 0, 20, 101);

    [Fact]
    public async Task A_prompt_is_heard_and_its_end_told_when_the_last_packet_is_sent()
    {
        await using var call = await RelayedCall.Begin();
        call.ForAlice.Disconnect();
        call.ForAlice.SetVoiceFormat(Format);
        var ended = new TaskCompletionSource<UtteranceEnd>(TaskCreationOptions.RunContinuationsAsynchronously);

        call.ForAlice.Play([SpokenLine.Sound(60, 7)], static (playback, end) => ((TaskCompletionSource<UtteranceEnd>)playback.State!).SetResult(end), ended);
        var packets = await Hear(call, call.Alice, 3);

        Assert.Equal(UtteranceEnd.Finished, await ended.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.All(packets, packet => Assert.Equal(Enumerable.Repeat((byte)7, 160), packet[RtpHeader.FixedLength..]));
        Assert.Equal(3, call.ForAlice.Statistics.Sent);
    }

    [Fact]
    public async Task While_the_switch_speaks_nothing_is_relayed_and_afterwards_all_is_as_before()
    {
        await using var call = await RelayedCall.Begin();
        await call.Talk();
        call.ForAlice.SetVoiceFormat(Format);
        var playback = call.ForAlice.Play([SpokenLine.Sound(100_000)]);
        await call.Applied();

        var notForwarded = call.ForBob.Statistics.NotForwarded;
        call.Bob.SendRtp(call.ForBob.Local, 9);
        while (call.ForBob.Statistics.NotForwarded == notForwarded) await call.Applied();
        // Bob hears Alice all the while.
        Assert.Equal(call.Alice.SendRtp(call.ForAlice.Local, 3), await call.Bob.Receive());
        var spoken = await Hear(call, call.Alice, 2);
        call.ForAlice.StopSpeaking(playback);
        await call.Applied();

        var relayed = call.Bob.SendRtp(call.ForBob.Local, 10);
        byte[] heard;
        do heard = await call.Alice.Receive();
        while (Header(heard).Ssrc != call.Bob.Ssrc);
        Assert.Equal(relayed, heard);
        Assert.All(spoken, packet => Assert.NotEqual(call.Bob.Ssrc, Header(packet).Ssrc));
    }

    [Fact]
    public async Task After_a_conversation_the_switch_goes_on_as_the_source_it_was()
    {
        await using var call = await RelayedCall.Begin();
        call.ForAlice.Disconnect();
        call.ForAlice.SetVoiceFormat(Format);
        call.ForAlice.Play([SpokenLine.Sound(40)]);
        var before = (await Hear(call, call.Alice, 2)).Select(Header).ToList();
        call.ForAlice.Connect(call.ForBob);
        await call.Applied();
        await call.Talk();
        call.ForAlice.Disconnect();
        await call.Pass(TimeSpan.FromSeconds(10));

        call.ForAlice.Play([SpokenLine.Sound(40)]);
        var after = (await Hear(call, call.Alice, 2)).Select(Header).ToList();

        Assert.Equal(before[0].Ssrc, after[0].Ssrc);
        Assert.Equal((ushort)(before[1].SequenceNumber + 1), after[0].SequenceNumber);
        Assert.True(after[0].Marker);
        // Timestamps have gone on with time.
        Assert.InRange(after[0].Timestamp - before[1].Timestamp, 80_000u, 90_000u);
    }

    [Fact]
    public async Task Somebody_elses_SSRC_is_left_to_them()
    {
        await using var call = await RelayedCall.Begin();
        call.ForAlice.Disconnect();
        call.ForAlice.SetVoiceFormat(Format);
        call.ForAlice.Play([SpokenLine.Sound(20)]);
        var ours = Header((await Hear(call, call.Alice, 1))[0]).Ssrc;
        using var twin = new TestEnd(ssrc: ours);
        call.ForAlice.SetRemote(twin.Address);
        await call.Applied();
        twin.SendRtp(call.ForAlice.Local, 1);
        for (var i = 0; i < 3; i++) twin.SendRtp(call.ForAlice.Local, 1);
        while (call.ForAlice.Statistics.Ssrc != ours) await call.Applied();

        call.ForAlice.Play([SpokenLine.Sound(20)]);

        Assert.NotEqual(ours, Header((await Hear(call, twin, 1))[0]).Ssrc);
    }

    [Fact]
    public async Task An_end_on_hold_hears_nothing_and_the_prompt_ends_in_its_time()
    {
        await using var call = await RelayedCall.Begin();
        call.ForAlice.Disconnect();
        call.ForAlice.SetVoiceFormat(Format);
        call.ForAlice.SetDirection(MediaDirection.Receive);
        var ended = new TaskCompletionSource<UtteranceEnd>(TaskCreationOptions.RunContinuationsAsynchronously);

        call.ForAlice.Play([SpokenLine.Sound(200)], (_, end) => ended.SetResult(end));
        while (!ended.Task.IsCompleted) await call.Pass(TimeSpan.FromMilliseconds(10));

        Assert.Equal(UtteranceEnd.Finished, await ended.Task);
        Assert.Equal(0, call.ForAlice.Statistics.Sent);
    }

    [Fact]
    public async Task Whatever_becomes_of_the_stream_an_utterance_ends_once()
    {
        var ends = new List<UtteranceEnd>();
        await using var call = await RelayedCall.Begin();
        Action<Utterance, UtteranceEnd> note = (_, end) => { lock (ends) ends.Add(end); };
        call.ForAlice.Play([SpokenLine.Sound(100)], note);
        call.ForAlice.SetVoiceFormat(Format);
        call.ForAlice.Play([SpokenLine.Sound(100)], note);
        call.ForAlice.Play([SpokenLine.Sound(100)], note);
        call.ForAlice.SetProtocol(MediaProtocol.SecureRtp);
        call.ForAlice.Play([SpokenLine.Sound(100)], note);
        call.ForAlice.SetProtocol(MediaProtocol.Rtp);
        call.ForAlice.SendKeys("123", ended: note);
        call.ForAlice.StopSpeaking();
        call.ForAlice.StopSpeaking();
        call.ForAlice.SendKeys("123", ended: note);
        call.ForAlice.Close();
        call.ForAlice.Play([SpokenLine.Sound(100)], note);
        await call.Applied();

        Assert.Equal(
            [UtteranceEnd.Impossible, UtteranceEnd.Replaced, UtteranceEnd.Replaced, UtteranceEnd.Impossible, UtteranceEnd.Stopped, UtteranceEnd.Closed, UtteranceEnd.Closed],
            ends);
    }

    [Fact]
    public async Task A_prompt_goes_on_when_its_stream_moves_to_another_worker()
    {
        await using var call = await RelayedCall.Begin(workers: 2);
        call.ForAlice.Disconnect();
        await call.Applied();
        call.ForBob.SetVoiceFormat(Format);
        call.ForBob.Play([SpokenLine.Sound(10_000)]);
        var first = await Hear(call, call.Bob, 2);
        // A third stream on the other worker takes it along.
        Assert.Equal(MediaOpenError.None, call.Relay.Open(call.ForAlice.Local, 0, MediaStreamOptions.Audio, out var third));
        Assert.Equal(MediaOpenError.None, call.Relay.Open(call.ForAlice.Local, 1, MediaStreamOptions.Audio, out var fourth));
        third!.Connect(call.ForBob);
        await third.WhenApplied();
        await call.Applied();
        var second = await Hear(call, call.Bob, 2);
        fourth!.Connect(call.ForBob);
        await fourth.WhenApplied();
        await call.Applied();
        var last = await Hear(call, call.Bob, 2);
        third.Close();
        fourth.Close();
        await third.WhenApplied();
        await fourth.WhenApplied();

        Assert.Single(first.Concat(second).Concat(last).Select(packet => Header(packet).Ssrc).Distinct());
        var headers = first.Concat(second).Concat(last).Select(Header).ToList();
        Assert.All(headers.Zip(headers.Skip(1)), pair => Assert.Equal((ushort)(pair.First.SequenceNumber + 1), pair.Second.SequenceNumber));
    }

    [Fact]
    public async Task Keys_are_heard_while_they_are_relayed_unchanged()
    {
        await using var call = await RelayedCall.Begin();
        var keys = new HeardKeys();
        call.ForAlice.SetPayloadFormats(new PayloadFormats([new(0, "PCMU", 8000), new(101, "telephone-event", 8000)]));
        call.ForAlice.SetKeyListener(keys);
        await call.Applied();
        var payload = new byte[4];
        foreach (var (duration, isEnd) in new[] { (160, false), (320, false), (800, true), (800, true), (800, true) })
        {
            new TelephoneEvent(7, isEnd, 10, (ushort)duration).Write(payload);
            var packet = call.Alice.Rtp(payload, 101);
            // All reports of a key bear the timestamp of its beginning.
            packet.AsSpan(4, 4).Clear();
            call.Alice.Send(packet, call.ForAlice.Local);
            Assert.Equal(packet, await call.Bob.Receive());
        }

        await call.Applied();
        Assert.Equal("7", keys.Pressed);
        Assert.Equal([('7', TimeSpan.FromMilliseconds(100))], keys.Released);
    }

    [Fact]
    public async Task A_key_whose_end_never_comes_is_released_after_a_while()
    {
        await using var call = await RelayedCall.Begin();
        var keys = new HeardKeys();
        call.ForAlice.SetPayloadFormats(new PayloadFormats([new(101, "telephone-event", 8000)]));
        call.ForAlice.SetKeyListener(keys);
        await call.Applied();
        var payload = new byte[4];
        new TelephoneEvent(11, false, 10, 480).Write(payload);
        call.Alice.Send(call.Alice.Rtp(payload, 101), call.ForAlice.Local);
        _ = await call.Bob.Receive();
        await call.Pass(TimeSpan.FromMilliseconds(150));
        Assert.Equal("#", keys.Pressed);
        Assert.Empty(keys.Released);

        await call.Pass(TimeSpan.FromMilliseconds(100));

        Assert.Equal([('#', TimeSpan.FromMilliseconds(60))], keys.Released);
    }

    [Fact]
    public async Task Keys_that_are_sent_are_heard_by_another_stream()
    {
        await using var call = await RelayedCall.Begin();
        call.ForAlice.Disconnect();
        var keys = new HeardKeys();
        call.ForBob.SetPayloadFormats(new PayloadFormats([new(101, "telephone-event", 8000)]));
        call.ForBob.SetKeyListener(keys);
        call.ForBob.SetRemote(call.ForAlice.Local);
        call.ForAlice.SetRemote(call.ForBob.Local);
        call.ForAlice.SetVoiceFormat(Format);

        call.ForAlice.SendKeys("159#");
        for (var i = 0; i < 200 && keys.Released.Count < 4; i++) await call.Pass(TimeSpan.FromMilliseconds(10));

        Assert.Equal("159#", keys.Pressed);
        Assert.All(keys.Released, key => Assert.Equal(TimeSpan.FromMilliseconds(100), key.Duration));
    }

    private static RtpHeader Header(byte[] packet)
    {
        Assert.True(RtpHeader.TryRead(packet, out var header));
        return header;
    }

    private static async Task<List<byte[]>> Hear(RelayedCall call, TestEnd end, int count)
    {
        var heard = new List<byte[]>();
        while (heard.Count < count)
        {
            if (end.IsQuiet) await call.Pass(TimeSpan.FromMilliseconds(10));
            else heard.Add(await end.Receive());
        }

        return heard;
    }
}
