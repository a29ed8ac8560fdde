using System.Collections.Immutable;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Dialplan.Testing;

/// <summary>Reads the tests of a plan. The format is explained in docs/dialplans/testing.md.</summary>
public static class TestFileReader
{
    private const int LongestName = 200;
    private const int MostCalls = 100;

    private static readonly string[] FileKeys = ["test", "account", "defaults", "tests"];
    private static readonly string[] CallKeys = [.. ScriptReader.Keys, "expect"];

    /// <summary>The tests; null, and the findings, where anything is wrong.</summary>
    /// <param name="file">The file.</param>
    /// <param name="plan">The plan that they are tests of: what they name has to be there.</param>
    public static (TestFile? Tests, IReadOnlyList<Finding> Findings) Read(SourceFile file, Plan plan)
    {
        var findings = new FileFindings(file.Path);
        var root = YamlReader.Read(file.Text, findings);
        var tests = root is null || MapReader.Open(root, "the file", FileKeys, findings) is not { } map ? null : Read(file, map, plan, findings);
        return findings.Count == 0 ? (tests, []) : (null, [.. findings.All]);
    }

    /// <summary>Reads a single call without expectations; null, and the findings, where anything is wrong.</summary>
    /// <param name="file">A map of the keys of a call.</param>
    /// <param name="plan">The plan.</param>
    public static (CallScript? Script, IReadOnlyList<Finding> Findings) ReadCall(SourceFile file, Plan plan)
    {
        var findings = new FileFindings(file.Path);
        var root = YamlReader.Read(file.Text, findings);
        var script = root is null || MapReader.Open(root, "the call", ScriptReader.Keys, findings) is null ? null : new ScriptReader(plan, findings).Read((YamlMap)root);
        return findings.Count == 0 ? (script, []) : (null, [.. findings.All]);
    }

    /// <summary>The account that a file names, or null: tells which plan it is a test of.</summary>
    public static string? AccountOf(SourceFile file) =>
        (YamlReader.Read(file.Text, new FileFindings(file.Path)) as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key.Text == "account")?.Value is YamlText account ? account.Text : null;

    private static TestFile Read(SourceFile file, MapReader map, Plan plan, FileFindings findings)
    {
        if (map.Require("test", "the version of the format, 1") is { } version and not YamlText { Text: "1" })
            findings.Add(version, FindingCodes.WrongValue, $"test is {version.Described}; expected 1, the version of the format");
        if (map.Require("account", "the account's name") is { } account and not YamlText { IsMissing: false } || (map.Find("account") is YamlText name && name.Text != plan.Account))
            findings.Add(map.Find("account")!, FindingCodes.WrongValue, $"account is {map.Find("account")!.Described}; expected '{plan.Account}'");
        var scripts = new ScriptReader(plan, findings);
        var defaults = map.Find("defaults") is { } shared && MapReader.Open(shared, "defaults", ScriptReader.Keys, findings) is not null ? (YamlMap)shared : null;
        var tests = ImmutableArray.CreateBuilder<TestCase>();
        switch (map.Require("tests", "tests by name"))
        {
            case YamlMap { Entries.Count: > 0 } all:
                foreach (var entry in all.Entries)
                {
                    if (ReadTest(entry, defaults, scripts, plan, findings) is { } test) tests.Add(test);
                }

                break;
            case { } other:
                findings.Add(other, FindingCodes.WrongType, $"tests is {(other is YamlMap ? "empty" : other.Described)}; expected a map of tests by name");
                break;
        }

        return new TestFile(file.Path, plan.Account, tests.ToImmutable());
    }

    private static TestCase? ReadTest(YamlEntry entry, YamlMap? defaults, ScriptReader scripts, Plan plan, FileFindings findings)
    {
        var name = ValueReader.Text(entry.Key, "the name of a test", findings, LongestName);
        var several = entry.Value is YamlMap map ? map.Entries.FirstOrDefault(one => one.Key.Text == "calls")?.Value : null;
        var values = several is null ? [entry.Value] : ValueReader.OneOrMore(several, "calls", "a list of calls", MostCalls, findings);
        if (several is not null) _ = MapReader.Open(entry.Value, $"test '{entry.Key.Text}'", ["calls"], findings);
        var calls = values.Select(value => ReadCall(value, entry.Key.Text, defaults, scripts, plan, findings)).ToList();
        return name is null || calls.Contains(null) ? null : new TestCase(name, entry.Key.Place, [.. calls.Select(call => call!)]);
    }

    private static TestedCall? ReadCall(YamlValue value, string test, YamlMap? defaults, ScriptReader scripts, Plan plan, FileFindings findings)
    {
        if (MapReader.Open(value, $"test '{test}'", CallKeys, findings) is not { } map) return null;
        var script = scripts.Read(Merged((YamlMap)value, defaults));
        if (map.Require("expect", "what has to come of the call") is not { } expected) return null;
        var expectation = new ExpectationReader(plan, findings).Read(expected);
        return script is null || expectation is null ? null : new TestedCall(script, expectation, expected.Place);
    }

    /// <summary>What a call says itself comes before what is said for all.</summary>
    private static YamlMap Merged(YamlMap call, YamlMap? defaults) => defaults is null
        ? call
        : new YamlMap(call.Place, [.. call.Entries, .. defaults.Entries.Where(entry => call.Entries.All(own => own.Key.Text != entry.Key.Text))]);
}
