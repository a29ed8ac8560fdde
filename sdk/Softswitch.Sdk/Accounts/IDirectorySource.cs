namespace Softswitch.Sdk;

/// <summary>
/// Finds people by their numbers elsewhere: in a directory of the company, a customer system. Its name is that of <see cref="DirectorySourceAttribute"/>; a plan names it where it rings,
/// <c>bridge: { to: ext:100, names: acme.phonebook }</c>, and <see cref="IDirectory.FindAsync"/> asks all that the account uses. It has a second, what it has found is kept for five minutes and that it
/// knows nobody for one; one that fails or is late knows nobody. Its constructor may ask for services as a step's may.
/// </summary>
public interface IDirectorySource
{
    /// <summary>Whoever has a number, or null.</summary>
    ValueTask<DirectoryEntry?> FindAsync(DirectoryQuery query, CancellationToken cancellation);
}

/// <summary>Names an <see cref="IDirectorySource"/>.</summary>
/// <param name="name">Lower-case words joined by hyphens: <c>phonebook</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DirectorySourceAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>Whom to look for.</summary>
/// <param name="Account">The account.</param>
/// <param name="Number">The number, as the call brought it: 1 to 128 characters, a telephone number or whatever else stood there.</param>
public sealed record DirectoryQuery(string Account, string Number);

/// <summary>Somebody who was found.</summary>
public sealed record DirectoryEntry
{
    private const int LongestName = 128;

    /// <summary>Somebody.</summary>
    /// <param name="name">What phones show, 1 to 128 characters.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, or has control characters.</exception>
    public DirectoryEntry(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > LongestName || name.Any(char.IsControl)) throw new ArgumentException($"Expected 1 to {LongestName} characters, none of them a control character.", nameof(name));
        Name = name;
    }

    /// <summary>What phones show.</summary>
    public string Name { get; }
}
