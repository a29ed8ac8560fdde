using Softswitch.Sdk;

namespace Softswitch.Dialplan.Checking;

/// <summary>All that a version of an account consists of.</summary>
/// <param name="Sources">What is written of it, with its tests.</param>
/// <param name="Beside">What lies beside that for its steps: holiday calendars and the like, by their paths from the account's folder.</param>
public sealed record PlanContents(IReadOnlyList<SourceFile> Sources, IReadOnlyList<PlanFile> Beside)
{
    /// <summary>Most files beside a plan.</summary>
    public const int MostBeside = 100;

    /// <summary>Longest file beside a plan, bytes.</summary>
    public const int LongestBeside = 1 << 20;

    /// <summary>Longest path.</summary>
    public const int LongestPath = 1024;

    /// <summary>Whether a path stays within the account's folder: parts joined by <c>/</c>, none of them empty or beginning with a dot.</summary>
    public static bool IsInside(string path) => path.Length is > 0 and <= LongestPath && !path.Contains('\0', StringComparison.Ordinal) && path.Split('/').All(part => part is [not '.', ..]);
}
