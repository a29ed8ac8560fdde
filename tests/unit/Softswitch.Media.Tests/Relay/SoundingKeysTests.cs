using System.Collections.Concurrent;

namespace Softswitch.Media.Tests.Relay;

/// <summary>Keys that an end presses by their sound.</summary>
public sealed class SoundingKeysTests : IKeyListener
{
    private static readonly PayloadFormats Sound = new([new(0, "PCMU", 8000)]);
    private static readonly PayloadFormats WithEvents = new([new(0, "PCMU", 8000), new(101, "telephone-event", 8000)]);
    private readonly ConcurrentQueue<char> _keys = [];

    void IKeyListener.OnKeyDown(char key) => _keys.Enqueue(key);

    void IKeyListener.OnKeyUp(char key, TimeSpan duration)
    {
    }

    [Fact]
    public async Task They_are_heard_while_the_end_is_alone_with_the_switch()
    {
        await using var call = await RelayedCall.Begin();
        call.ForAlice.Disconnect();
        call.ForAlice.SetPayloadFormats(Sound);
        call.ForAlice.SetKeyListener(this);
        await Press(call, "4711#");
        Assert.Equal("4711#", string.Concat(_keys));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task They_are_not_where_it_has_agreed_on_events_or_talks_to_somebody(bool hasEvents, bool isConnected)
    {
        await using var call = await RelayedCall.Begin();
        if (!isConnected) call.ForAlice.Disconnect();
        call.ForAlice.SetKeyListener(this);
        call.ForAlice.SetPayloadFormats(hasEvents ? WithEvents : Sound);
        await Press(call, "47");
        Assert.Empty(_keys);
        // The one thing that was in the way is over.
        if (isConnected) call.ForAlice.Disconnect();
        call.ForAlice.SetPayloadFormats(Sound);
        await Press(call, "11");
        Assert.Equal("11", string.Concat(_keys));
        call.ForAlice.SetKeyListener(null);
        await Press(call, "5");
        Assert.Equal("11", string.Concat(_keys));
    }

    private static async Task Press(RelayedCall call, string keys)
    {
        await call.Applied();
        var samples = Render(keys);
        using var encoder = AudioCodec.Pcmu.NewEncoder();
        for (var at = 0; at + 160 <= samples.Length; at += 160)
        {
            var payload = new byte[160];
            _ = encoder.Encode(samples.AsSpan(at, 160), payload);
            var packets = call.ForAlice.Statistics.Packets;
            call.Alice.SendRtp(call.ForAlice.Local, payload);
            while (call.ForAlice.Statistics.Packets == packets) await call.Applied();
            await call.Pass(TimeSpan.FromMilliseconds(10));
            await call.Pass(TimeSpan.FromMilliseconds(10));
        }
    }

    private static short[] Render(string keys)
    {
        var tone = new ToneGenerator(DtmfTones.Of(keys, TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(80)), 8000);
        // The buffer holds the last of it back.
        var samples = new short[160 * ((8 * keys.Length) + 20)];
        _ = tone.Generate(samples);
        return samples;
    }
}
