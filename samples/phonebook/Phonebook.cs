using Softswitch.Sdk;

namespace Sample.Phonebook;

/// <summary>Knows whom the account has put into its phonebook.</summary>
[DirectorySource("phonebook")]
public sealed class Phonebook(IKeyValueStore store) : IDirectorySource
{
    /// <inheritdoc/>
    public async ValueTask<DirectoryEntry?> FindAsync(DirectoryQuery query, CancellationToken cancellation) =>
        await store.GetAsync(KeyOf(query.Number), cancellation) is { } name ? new DirectoryEntry(name.Value) : null;

    /// <summary>Where the name of a number is kept, with and without its plus alike.</summary>
    internal static string KeyOf(string number) => "people/" + number.TrimStart('+');
}
