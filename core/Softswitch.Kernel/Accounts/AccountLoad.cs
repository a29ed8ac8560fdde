using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts;

/// <summary>What came of reading the accounts.</summary>
/// <param name="Current">The accounts in force now.</param>
/// <param name="Findings">What is wrong, by file, line and column; empty where nothing is. Accounts with findings stay as they were.</param>
/// <param name="Published">Names of the accounts that came into force in a new version.</param>
/// <param name="IsWhole">Whether every account that was read is in force, in this version or in the one before.</param>
public sealed record AccountLoad(AccountSet Current, IReadOnlyList<Finding> Findings, IReadOnlyList<string> Published, bool IsWhole)
{
    /// <summary>Whether everything that was read is in force.</summary>
    public bool IsPublished => Findings.Count == 0;
}
