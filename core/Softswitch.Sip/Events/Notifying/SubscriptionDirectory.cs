namespace Softswitch.Sip;

/// <summary>Tells the subscriptions of all workers of changes. Safe from any thread.</summary>
public sealed class SubscriptionDirectory(IReadOnlyList<SubscriptionServer> servers)
{
    /// <summary>Has every worker tell those that watch <paramref name="resource"/>, at once on the worker it is called on.</summary>
    public void Changed(IEventPackage package, string resource)
    {
        var change = new Change(package, resource);
        foreach (var server in servers)
        {
            server.Worker.Run(
                static state =>
                {
                    var (server, change) = ((SubscriptionServer, Change))state!;
                    server.Changed(change.Package, change.Resource);
                },
                (server, change));
        }
    }

    private sealed record Change(IEventPackage Package, string Resource);
}
