using Softswitch.Dialplan.Engine;
using Softswitch.Kernel.Accounts;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Services;

/// <summary>One account of the catalogue, in the version in force; empty once the account is gone.</summary>
internal sealed class DirectoryView(IAccountDirectory accounts, IDirectoryLookup sources, string account) : IDirectory
{
    private volatile Snapshot? _snapshot;

    /// <inheritdoc/>
    public string Account => account;

    /// <inheritdoc/>
    public IReadOnlyList<ExtensionInfo> Extensions => Current.Extensions;

    /// <inheritdoc/>
    public IReadOnlyList<string> Numbers => Current.Numbers;

    private Snapshot Current
    {
        get
        {
            var source = accounts.Find(account);
            if (_snapshot is { } known && ReferenceEquals(known.Source, source)) return known;
            return _snapshot = new Snapshot(source);
        }
    }

    /// <inheritdoc/>
    public ExtensionInfo? FindExtension(string number) => Current.Source?.Extensions.TryGetValue(number, out var extension) == true ? new ExtensionInfo(extension.Number, extension.Name) : null;

    /// <inheritdoc/>
    public async ValueTask<DirectoryEntry?> FindAsync(string number, CancellationToken cancellation) =>
        FindExtension(number) is { Name: { Length: > 0 } name } ? new DirectoryEntry(name) : await sources.FindAsync(account, number, cancellation);

    private sealed class Snapshot(Account? source)
    {
        public Account? Source { get; } = source;

        public IReadOnlyList<ExtensionInfo> Extensions { get; } =
            source is null ? [] : [.. InOrder(source.Extensions.Keys).Select(number => new ExtensionInfo(number, source.Extensions[number].Name))];

        public IReadOnlyList<string> Numbers { get; } = source is null ? [] : [.. InOrder(source.Plan.Numbers.Keys)];

        /// <summary>99 before 100.</summary>
        private static IEnumerable<string> InOrder(IEnumerable<string> numbers) => numbers.OrderBy(number => number.Length).ThenBy(number => number, StringComparer.Ordinal);
    }
}
