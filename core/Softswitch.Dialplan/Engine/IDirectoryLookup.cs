using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>Asks directory sources for people. Whatever they do, it answers soon: it throws nothing but that the wait was given up. Safe from any thread.</summary>
public interface IDirectoryLookup
{
    /// <summary>How long a source has.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Asks one source.</summary>
    /// <param name="account">The account.</param>
    /// <param name="source">What plans call it: <c>acme.phonebook</c>.</param>
    /// <param name="number">Whose number.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<DirectoryAnswer> AskAsync(string account, string source, string number, CancellationToken cancellation);

    /// <summary>The sources of an account, in the order they are asked in.</summary>
    IReadOnlyList<string> SourcesOf(string account);

    /// <summary>Whether a source can be asked for a number: 1 to 128 characters.</summary>
    static bool CanAsk(string number) => number.Length is > 0 and <= 128;
}

/// <summary>What a source said.</summary>
/// <param name="Entry">Whom it found, or null.</param>
/// <param name="Problem">Why it could not say, or null: <c>no answer within 1 s</c>.</param>
public sealed record DirectoryAnswer(DirectoryEntry? Entry, string? Problem = null)
{
    /// <summary>It knows nobody.</summary>
    public static DirectoryAnswer Nobody { get; } = new((DirectoryEntry?)null);
}

/// <summary>Looks for people in all sources of an account.</summary>
public static class DirectoryLookups
{
    /// <summary>The first that one of the sources knows, or null.</summary>
    public static async ValueTask<DirectoryEntry?> FindAsync(this IDirectoryLookup lookup, string account, string number, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(number);
        if (!IDirectoryLookup.CanAsk(number)) throw new ArgumentException($"a number of {number.Length} characters; expected 1 to 128", nameof(number));
        foreach (var source in lookup.SourcesOf(account))
        {
            if ((await lookup.AskAsync(account, source, number, cancellation)).Entry is { } found) return found;
        }

        return null;
    }
}

/// <summary>There are no sources.</summary>
internal sealed class NoLookup : IDirectoryLookup
{
    public static NoLookup Instance { get; } = new();

    public ValueTask<DirectoryAnswer> AskAsync(string account, string source, string number, CancellationToken cancellation) => new(new DirectoryAnswer(null, "it is not there"));

    public IReadOnlyList<string> SourcesOf(string account) => [];
}
