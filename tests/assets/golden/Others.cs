using Softswitch.Sdk;
using Softswitch.Sdk.Sip;

namespace Softswitch.Golden;

/// <summary>Is told of everything.</summary>
public sealed class Listener(IKeyValueStore store) : IEventHandler<CallBegan>, IEventHandler<CallAnswered>, IEventHandler<CallEnded>, IEventHandler<ExtensionPresence>
{
    /// <inheritdoc/>
    public ValueTask HandleAsync(CallBegan happened, CancellationToken cancellation) => store.SetAsync("began", happened.Dialled, cancellation);

    /// <inheritdoc/>
    public ValueTask HandleAsync(CallAnswered happened, CancellationToken cancellation) => store.SetAsync("answered", happened.AnsweredBy?.Number ?? "", cancellation);

    /// <inheritdoc/>
    public ValueTask HandleAsync(CallEnded happened, CancellationToken cancellation) => store.SetAsync("ended", happened.Summary.Account, cancellation);

    /// <inheritdoc/>
    public ValueTask HandleAsync(ExtensionPresence happened, CancellationToken cancellation) => store.SetAsync("presence", happened.Extension + happened.IsOnline, cancellation);
}

/// <summary>Says what it was asked.</summary>
[HttpEndpoint("GET", "echo/{word}")]
public sealed class Echo : IHttpEndpoint
{
    /// <inheritdoc/>
    public ValueTask<HttpReply> HandleAsync(HttpQuery query, CancellationToken cancellation) =>
        new(query.Body.IsEmpty ? HttpReply.Text(query.Path["word"] + query.Account) : new HttpReply(400, null, query.Body));
}

/// <summary>Goes round.</summary>
public sealed class Round(ITimers timers) : IBackgroundTask
{
    /// <inheritdoc/>
    public async ValueTask RunAsync(CancellationToken stopping)
    {
        while (true) await timers.DelayAsync(TimeSpan.FromMinutes(1), stopping);
    }
}

/// <summary>Marks what goes out.</summary>
public sealed class Mark : ISipPolicy
{
    /// <inheritdoc/>
    public void Apply(ISipRequestEditor request)
    {
        if (request.Get("X-Golden").Count > 0) request.Remove("X-Golden");
        request.Add("X-Golden", $"{request.Account} {request.Caller.Number} {request.Target}");
    }
}

/// <summary>Rings whoever has had least.</summary>
[CallDistribution("least-calls")]
public sealed class LeastCalls : ICallDistribution
{
    /// <inheritdoc/>
    public IReadOnlyList<GroupMember> Order(IReadOnlyList<GroupMember> members, Random random) =>
        [.. members.OrderBy(member => member.Priority).ThenBy(member => member.CallsTaken).ThenBy(member => member.LastCallEnded).ThenBy(_ => random.Next())];
}
