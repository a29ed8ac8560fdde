using Softswitch.Dialplan.Steps;
using Softswitch.Plugins.Isolation.Wire;
using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation;

/// <summary>A directory source in a process of its own.</summary>
internal sealed class ChildProcessDirectory(ChildProcessRuntime runtime, PointType source, IServiceProvider services) : IDirectorySource
{
    /// <inheritdoc/>
    public async ValueTask<DirectoryEntry?> FindAsync(DirectoryQuery query, CancellationToken cancellation)
    {
        var process = await runtime.AliveAsync();
        return (await process.RunAsync(WireKind.Find, null, services, to => to.Text(query.Account).Text(source.Name).Text(source.Plugin).Text(query.Number), cancellation)).Entry();
    }
}
