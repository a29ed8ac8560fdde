namespace Softswitch.Dialplan.Engine;

/// <summary>What holds for all that presence sources say, in the switch and in tests.</summary>
public static class ReportRules
{
    /// <summary>Most extensions that one source speaks of at a time.</summary>
    public const int MostExtensions = 5000;

    private const int LongestExtension = 15;

    /// <summary>Checks the number of an extension.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckExtension(string extension)
    {
        ArgumentNullException.ThrowIfNull(extension);
        if (extension.Length is 0 or > LongestExtension || extension.AsSpan().ContainsAnyExceptInRange('0', '9'))
            throw new ArgumentException($"'{extension}' is no extension; expected 1 to {LongestExtension} digits.", nameof(extension));
    }

    /// <summary>Checks that a source which speaks of so many extensions may speak of one more.</summary>
    /// <exception cref="InvalidOperationException">It may not.</exception>
    public static void CheckRoom(int extensions)
    {
        if (extensions >= MostExtensions) throw new InvalidOperationException($"The source speaks of {MostExtensions} extensions already; clear those that there is nothing to say of.");
    }
}
