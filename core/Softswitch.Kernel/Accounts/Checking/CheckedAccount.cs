using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Runs the tests that lie beside a plan: gives a finding for each that fails, at its place.</summary>
/// <param name="account">The account, checked and compiled.</param>
/// <param name="tests">The files of tests, at least one.</param>
public delegate IReadOnlyList<Finding> PlanTests(Account account, IReadOnlyList<SourceFile> tests);

/// <summary>What came of checking the files of one account.</summary>
/// <param name="Group">The files.</param>
/// <param name="Name">Its name, where it stands; or null.</param>
/// <param name="Domains">Its domains, each where it stands.</param>
/// <param name="Reseller">Its reseller, or null.</param>
/// <param name="Account">The account; null where there are findings, or where it was not to be kept.</param>
/// <param name="Findings">What is wrong.</param>
internal sealed record CheckedAccount(
    FileGroup Group, YamlText? Name, IReadOnlyList<(string Domain, Place Place)> Domains, string? Reseller, Account? Account, List<Finding> Findings)
{
    /// <summary>Plugins that its files name in <c>uses</c>.</summary>
    public IReadOnlyList<string> Uses { get; private init; } = [];

    /// <summary>The first of its files.</summary>
    public string File { get; private init; } = "";

    /// <summary>Checks an account, and runs its tests where nothing is wrong.</summary>
    public static CheckedAccount Of(FileGroup group, PlanLanguage language, AccountLayers layers, PlanTests? tests, bool keep)
    {
        if (group.Unreadable.Count > 0) return new CheckedAccount(group, null, [], null, null, [.. group.Unreadable]);
        var contents = group.Source.Unpack();
        var reader = AccountReader.Read(contents, language, layers, 0);
        var findings = reader.Findings.All.ToList();
        if (reader.Account is { } account && tests is not null && contents.Sources.Where(file => file.IsTest).ToArray() is { Length: > 0 } toRun) findings.AddRange(tests(account, toRun));
        return new CheckedAccount(group, reader.Name, reader.Domains, reader.Reseller, keep && findings.Count == 0 ? reader.Account : null, findings) { File = reader.Findings.File, Uses = reader.Uses };
    }

    /// <summary>Notes a finding at a place.</summary>
    public void Add(Place place, string code, string text) => Findings.Add(new Finding(place.File ?? File, place.Line, place.Column, code, text));
}
