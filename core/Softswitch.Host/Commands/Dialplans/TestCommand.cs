using System.CommandLine;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Yaml;
using Softswitch.Host.Configuration;
using Softswitch.Kernel.Accounts.Testing;

namespace Softswitch.Host.Commands.Dialplans;

/// <summary><c>softswitch test</c>: runs the tests beside the dialplans.</summary>
internal sealed class TestCommand
{
    private readonly Argument<string?> _folder = new("folder") { Description = "Folder of account files and their tests, instead of the configured one.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _filter = new("--filter") { Description = "Only tests in whose name or file this stands." };
    private readonly Option<string> _format = new("--format") { Description = "text, json or junit.", DefaultValueFactory = _ => "text" };
    private readonly Option<string?> _output = new("--output") { Description = "Writes the report to a file instead of the console." };

    /// <summary>The command.</summary>
    public static Command Create(Action<Command> addSettings, Func<ParseResult, ConfigurationSources> sources)
    {
        var self = new TestCommand();
        self._format.AcceptOnlyFromAmong("text", "json", "junit");
        var command = new Command("test", "Runs the tests beside the dialplans (NAME.test.yaml). Exit code 0, 2 for findings, 3 for red tests.") { self._folder, self._filter, self._format, self._output };
        addSettings(command);
        command.SetAction((parsed, cancellation) => self.RunAsync(parsed, sources(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, ConfigurationSources sources, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        if (await CommandConfiguration.LoadAsync(sources, errors) is not { } configuration) return ExitCodes.Findings;
        var folder = parsed.GetValue(_folder) ?? configuration.Dialplans;
        if (await OfflineDialplans.OpenAsync(configuration, folder, errors, cancellation) is not { } dialplans) return ExitCodes.Findings;
        await using (dialplans)
        {
            var wrong = new List<Finding>();
            var results = Run(dialplans, Files(folder), parsed.GetValue(_filter), wrong);
            foreach (var finding in wrong) await errors.WriteLineAsync(finding.ToString());
            var report = parsed.GetValue(_format) switch
            {
                "json" => TestReport.Json(results) + "\n",
                "junit" => TestReport.JUnit(results),
                _ => TestReport.Text(results),
            };
            if (parsed.GetValue(_output) is { } file) await File.WriteAllTextAsync(file, report, cancellation);
            else await output.WriteAsync(report);
            return wrong.Count > 0 ? ExitCodes.Findings : results.TrueForAll(result => result.HasPassed) ? ExitCodes.Success : ExitCodes.RedTests;
        }
    }

    private static List<TestResult> Run(OfflineDialplans dialplans, IEnumerable<SourceFile> files, string? filter, List<Finding> wrong)
    {
        var results = new List<TestResult>();
        using var thread = new SimulationThread(dialplans.Simulator.Left, TimeProvider.System);
        foreach (var file in files)
        {
            if (TestFileReader.AccountOf(file) is { } name && dialplans.Accounts.Find(name) is { } account)
            {
                var (tests, findings) = TestFileReader.Read(file, account.Plan);
                wrong.AddRange(findings);
                if (tests is null) continue;
                if (filter is not null && !file.Path.Contains(filter, StringComparison.OrdinalIgnoreCase))
                    tests = tests with { Tests = [.. tests.Tests.Where(test => test.Name.Contains(filter, StringComparison.OrdinalIgnoreCase))] };
                results.AddRange(new TestRunner(dialplans.Simulator) { NewAccount = _ => AccountTests.New(account), Thread = thread }.Run(tests, account.Plan));
            }
            else
            {
                var known = dialplans.Accounts.Entries.Select(known => known.Name).Order(StringComparer.Ordinal);
                wrong.Add(new Finding(file.Path, 1, 1, FindingCodes.NoAccount, $"account '{TestFileReader.AccountOf(file)}' is unknown{Suggestion.For(TestFileReader.AccountOf(file) ?? "", known)}"));
            }
        }

        return results;
    }

    /// <summary>The files of tests, in the order of their paths.</summary>
    private static IEnumerable<SourceFile> Files(string folder) => Directory
        .EnumerateFiles(folder, "*.test.y*ml", SearchOption.AllDirectories)
        .Where(path => new SourceFile(path, "").IsTest)
        .Order(StringComparer.Ordinal)
        .Select(path => new SourceFile(path, File.ReadAllText(path)));
}
