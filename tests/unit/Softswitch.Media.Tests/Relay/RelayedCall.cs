using System.Net;
using Softswitch.Net;

namespace Softswitch.Media.Tests.Relay;

/// <summary>A relay under a clock that stands still, and two phones with a stream each, connected with one another.</summary>
internal sealed class RelayedCall : IAsyncDisposable
{
    private RelayedCall(MediaStreamOptions options, bool ipv6, int workers)
    {
        Relay = new MediaRelay(new MediaRelayOptions { Workers = workers }, Clock, SystemRandomSource.Instance);
        Relay.Unhandled = exception => Failures.Add(exception);
        Relay.Start();
        Alice = new TestEnd(ipv6, ssrc: 0xA);
        Bob = new TestEnd(ipv6, ssrc: 0xB);
        var local = NetAddress.From(ipv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, 0);
        Assert.Equal(MediaOpenError.None, Relay.Open(local, 0, options, out var a));
        Assert.Equal(MediaOpenError.None, Relay.Open(local, 1, options, out var b));
        (ForAlice, ForBob) = (a!, b!);
    }

    public ManualClock Clock { get; } = new(DateTimeOffset.UnixEpoch);

    public MediaRelay Relay { get; }

    public List<Exception> Failures { get; } = [];

    public TestEnd Alice { get; }

    public TestEnd Bob { get; }

    public MediaStream ForAlice { get; }

    public MediaStream ForBob { get; }

    public static async Task<RelayedCall> Begin(
        MediaStreamOptions? options = null, bool ipv6 = false, int workers = 1, bool multiplexed = false)
    {
        var call = new RelayedCall(options ?? MediaStreamOptions.Audio, ipv6, workers);
        call.ForAlice.SetRemote(call.Alice.Address, multiplexed: multiplexed);
        call.ForBob.SetRemote(call.Bob.Address, multiplexed: multiplexed);
        call.ForAlice.Connect(call.ForBob);
        await call.Applied();
        return call;
    }

    /// <summary>Everything asked of the streams so far has been done, also what they asked of each other.</summary>
    public async Task Applied()
    {
        for (var i = 0; i < 3; i++)
        {
            await ForAlice.WhenApplied();
            await ForBob.WhenApplied();
        }
    }

    /// <summary>Each hears the other once; what was sent before has been dealt with then.</summary>
    public async Task Talk()
    {
        Assert.Equal(Alice.SendRtp(ForAlice.Local, 1), await Bob.Receive());
        Assert.Equal(Bob.SendRtp(ForBob.Local, 2), await Alice.Receive());
    }

    /// <summary>Time passes for the relay, which looks after its streams meanwhile.</summary>
    public async Task Pass(TimeSpan time)
    {
        Clock.Advance(time);
        // The first turn may have looked at the clock before it moved; after the second its timers have fired.
        await Applied();
        await Applied();
    }

    public async ValueTask DisposeAsync()
    {
        ForAlice.Close();
        ForBob.Close();
        await Applied();
        Alice.Dispose();
        Bob.Dispose();
        Relay.Dispose();
        Assert.Empty(Failures);
        Assert.Equal(0, Relay.OpenStreams);
        Assert.Equal(0, Relay.Ports.InUse);
    }
}
