using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts;

/// <summary>What came of loading the accounts.</summary>
/// <param name="IsPublished">Whether what was read is in force.</param>
/// <param name="Current">The accounts in force now: those read, or those before.</param>
/// <param name="Findings">What is wrong, by file, line and column; empty where nothing is.</param>
public sealed record AccountLoad(bool IsPublished, AccountSet Current, IReadOnlyList<Finding> Findings);
