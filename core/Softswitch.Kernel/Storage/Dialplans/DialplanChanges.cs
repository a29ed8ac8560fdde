using System.Globalization;

namespace Softswitch.Kernel.Storage;

/// <summary>What nodes publish, as the database tells it.</summary>
public static class DialplanChanges
{
    private const string Channel = "softswitch_dialplan";

    /// <summary>Has somebody follow what nodes publish, this one too: null where anything may have been published.</summary>
    public static void FollowDialplans(this DatabaseChanges changes, Func<IReadOnlyCollection<DialplanChange>?, CancellationToken, Task> changed) =>
        changes.Follow(Channel, (told, cancellation) => changed(told?.Select(Read).OfType<DialplanChange>().ToList(), cancellation));

    private static DialplanChange? Read(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return end > 0 && int.TryParse(text.AsSpan(end + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? new DialplanChange(text[..end], version) : null;
    }
}

/// <summary>Another version of an account is in force.</summary>
/// <param name="Account">The account.</param>
/// <param name="Version">Number of the version; 0 where none is in force any more.</param>
public readonly record struct DialplanChange(string Account, int Version);
