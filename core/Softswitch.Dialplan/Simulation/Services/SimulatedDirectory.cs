using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>Extensions and numbers of an account.</summary>
internal sealed class SimulatedDirectory(string account, IReadOnlyList<ExtensionInfo> extensions, IReadOnlyList<string> numbers) : IDirectory
{
    /// <inheritdoc/>
    public string Account => account;

    /// <inheritdoc/>
    public IReadOnlyList<ExtensionInfo> Extensions => extensions;

    /// <inheritdoc/>
    public IReadOnlyList<string> Numbers => numbers;

    /// <inheritdoc/>
    public ExtensionInfo? FindExtension(string number) => extensions.FirstOrDefault(extension => extension.Number == number);
}
