using Softswitch.Dialplan.Grants;
using Softswitch.Plugins.Manifests;
using Softswitch.Plugins.Runtimes;
using Softswitch.Sdk;
using Softswitch.Sdk.Sip;

namespace Softswitch.Plugins.Generations;

/// <summary>
/// A plugin that is held for an account outside of its calls: for an event, a request, a background task. Whoever holds one lets it go soon, for its generation stays until then; a task does when
/// <see cref="Replaced"/> says so.
/// </summary>
public sealed class PluginLease : IDisposable
{
    private readonly PluginGeneration _generation;
    private readonly IServiceProvider _services;
    private readonly string _account;
    private readonly PluginGrant _grant;
    private bool _isDisposed;

    internal PluginLease(PluginGeneration generation, IServiceProvider services, string account, PluginGrant grant)
    {
        _generation = generation;
        _services = GuardedServices.Of(services, grant);
        _account = account;
        _grant = grant;
    }

    /// <summary>What it says of itself.</summary>
    public PluginManifest Manifest => _generation.Manifest;

    /// <summary>Cancelled when another version takes its place, or it is taken away.</summary>
    public CancellationToken Replaced => _generation.Replaced;

    /// <summary>Has a handler of the manifest told of an event.</summary>
    /// <returns>False where it handles no such events.</returns>
    public ValueTask<bool> HandleAsync(string handler, SwitchEvent happened, CancellationToken cancellation) => Runtime.HandleAsync(handler, _services, happened, cancellation);

    /// <summary>Has an endpoint of the manifest answer a request.</summary>
    public ValueTask<HttpReply> AnswerAsync(string endpoint, HttpQuery query, CancellationToken cancellation) => Runtime.AnswerAsync(endpoint, _services, query, cancellation);

    /// <summary>Runs a background task of the manifest until it returns or is cancelled.</summary>
    public ValueTask RunTaskAsync(string task, CancellationToken stopping) => Runtime.RunTaskAsync(task, _account, _services, stopping);

    /// <summary>Runs a presence source of the manifest until it returns or is cancelled.</summary>
    public ValueTask WatchAsync(string source, IPresenceReport report, CancellationToken stopping) => Runtime.WatchAsync(source, _account, _services, report, stopping);

    /// <summary>Has a directory source of the manifest look for somebody.</summary>
    /// <param name="source">What plans call it.</param>
    /// <param name="query">Whom.</param>
    /// <param name="cancellation">Gives up.</param>
    public ValueTask<DirectoryEntry?> FindAsync(string source, DirectoryQuery query, CancellationToken cancellation)
    {
        var point = Manifest.Points.First(known => known.Kind == Reference.Directory && known.Name == source);
        return ((IDirectorySource)Runtime.Point(point, _services)).FindAsync(query, cancellation);
    }

    /// <summary>Applies a SIP policy of the manifest. The inspection has refused policies of plugins in processes of their own.</summary>
    public void Apply(string policy, ISipRequestEditor request) => Runtime.Module.Policies.First(known => known.Name == policy).Create(_services).Apply(GuardedRequest.Of(request, _grant));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _generation.Release();
    }

    private PluginRuntime Runtime => _isDisposed ? throw new ObjectDisposedException(nameof(PluginLease)) : _generation.Runtime;
}
