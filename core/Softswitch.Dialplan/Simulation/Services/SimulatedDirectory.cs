using Softswitch.Dialplan.Engine;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Extensions and numbers of an account.</summary>
internal sealed class SimulatedDirectory(string account, IReadOnlyList<ExtensionInfo> extensions, IReadOnlyList<string> numbers, IDirectoryLookup sources) : IDirectory
{
    /// <inheritdoc/>
    public string Account => account;

    /// <inheritdoc/>
    public IReadOnlyList<ExtensionInfo> Extensions => extensions;

    /// <inheritdoc/>
    public IReadOnlyList<string> Numbers => numbers;

    /// <inheritdoc/>
    public ExtensionInfo? FindExtension(string number) => extensions.FirstOrDefault(extension => extension.Number == number);

    /// <inheritdoc/>
    public async ValueTask<DirectoryEntry?> FindAsync(string number, CancellationToken cancellation) =>
        FindExtension(number) is { Name: { Length: > 0 } name } ? new DirectoryEntry(name) : await sources.FindAsync(account, number, cancellation);
}
