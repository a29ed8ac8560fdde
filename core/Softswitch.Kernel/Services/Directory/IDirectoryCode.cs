using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>The directory sources of plugins, as whoever runs the plugins knows them. Safe from any thread.</summary>
public interface IDirectoryCode
{
    /// <summary>Those of an account, by what plans call them, in the order they are asked in.</summary>
    IReadOnlyList<string> SourcesOf(string account);

    /// <summary>Runs one of them. Whatever it throws is its own.</summary>
    ValueTask<DirectoryEntry?> FindAsync(string source, DirectoryQuery query, CancellationToken cancellation);
}
