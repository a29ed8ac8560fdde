namespace Softswitch.Sip.Tests.Sessions;

/// <summary>Alice and Bob, and what most tests begin with.</summary>
internal sealed class Pair
{
    public Pair(SessionOptions? options = null, SessionOptions? bobsOptions = null)
    {
        Alice = new Endpoint(Network, 0, options);
        Bob = new Endpoint(Network, 1, bobsOptions ?? options);
    }

    /// <summary>Sessions without the options that add messages of their own.</summary>
    public static SessionOptions Plain { get; } = new() { SessionExpires = TimeSpan.Zero, Reliable = ReliableProvisionals.WhenRequired };

    public SimulatedNetwork Network { get; } = new();

    public Endpoint Alice { get; }

    public Endpoint Bob { get; }

    /// <summary>A call from Alice to Bob that is up, with trace and events cleared.</summary>
    public static Pair Connected(SessionOptions? options = null, SessionOptions? bobsOptions = null)
    {
        var pair = new Pair(options ?? Plain, bobsOptions);
        pair.Alice.Call(pair.Bob, Endpoint.OfferSdp);
        pair.Bob.Do(session => session.Answer(Endpoint.AnswerSdp));
        Assert.Equal(SessionState.Confirmed, pair.Alice.Session.State);
        Assert.Equal(SessionState.Confirmed, pair.Bob.Session.State);
        pair.Clear();
        return pair;
    }

    public void Clear()
    {
        Network.Take();
        Alice.Events.Clear();
        Bob.Events.Clear();
    }

    /// <summary>Lets all timers run out and asserts that nothing is left of any session.</summary>
    public void AssertNothingLeft()
    {
        Network.Advance(200);
        foreach (var endpoint in new[] { Alice, Bob })
        {
            Assert.Equal(0, endpoint.Layer.Count);
            Assert.Equal(0, endpoint.Layer.Transactions.ActiveClients);
            Assert.Equal(0, endpoint.Layer.Transactions.ActiveServers);
            Assert.All(endpoint.Sessions, session => Assert.Equal(SessionState.Ended, session.State));
            Assert.All(endpoint.Sessions, session => Assert.Equal(1, endpoint.Ends.GetValueOrDefault(session)));
        }

        Assert.Equal(0, Network.InFlight);
    }
}
