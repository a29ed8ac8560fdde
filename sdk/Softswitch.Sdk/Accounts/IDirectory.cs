namespace Softswitch.Sdk;

/// <summary>Extensions and numbers of the account that the step, handler or task runs for. Reading it never waits.</summary>
public interface IDirectory
{
    /// <summary>Name of the account.</summary>
    string Account { get; }

    /// <summary>All extensions, in the order of their numbers.</summary>
    IReadOnlyList<ExtensionInfo> Extensions { get; }

    /// <summary>All numbers that lead into the account, in their order.</summary>
    IReadOnlyList<string> Numbers { get; }

    /// <summary>An extension by its number, or null.</summary>
    ExtensionInfo? FindExtension(string number);

    /// <summary>
    /// Whoever has a number: an extension of the account that has a name, else the first that one of its <see cref="IDirectorySource"/>s knows, asked in the order of the plan's <c>uses</c>. Each has a second;
    /// one that fails knows nobody.
    /// </summary>
    /// <param name="number">1 to 128 characters.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<DirectoryEntry?> FindAsync(string number, CancellationToken cancellation) => default;
}

/// <summary>An extension of an account.</summary>
/// <param name="Number">Its number, 1 to 15 digits.</param>
/// <param name="Name">Display name, or null.</param>
public sealed record ExtensionInfo(string Number, string? Name);
