using System.Globalization;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Accounts.Testing;

/// <summary>
/// Runs the tests that lie beside an account's plan before the plan comes into force: on a thread of their own, each within a bound, for what a plugin does there is the plugin's affair. Safe from any thread.
/// </summary>
/// <param name="simulator">Runs their calls, with the plugins in force and services that keep nothing.</param>
/// <param name="clock">The clock.</param>
public sealed class AccountTests(Simulator simulator, TimeProvider clock)
{
    /// <summary>Time for all tests of an account; none is begun after it. Default 30 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What plugins see of an account before its first call.</summary>
    public static SimulatedAccount New(Account account) => new(account.Id)
    {
        Extensions = [.. account.Extensions.Values.OrderBy(extension => extension.Number, StringComparer.Ordinal).Select(extension => new ExtensionInfo(extension.Number, extension.Name))],
        RingFor = account.RingFor,
    };

    /// <summary>Runs them; a finding for each that is red, at its place.</summary>
    /// <param name="account">The account with the plan that is to come into force.</param>
    /// <param name="files">The files of tests, at least one.</param>
    public IReadOnlyList<Finding> RunAll(Account account, IReadOnlyList<SourceFile> files)
    {
        var findings = new List<Finding>();
        using var thread = new SimulationThread(simulator.Left, clock);
        var runner = new TestRunner(simulator) { NewAccount = _ => New(account), Thread = thread };
        var begun = clock.GetTimestamp();
        foreach (var file in files)
        {
            var (tests, wrong) = TestFileReader.Read(file, account.Plan);
            findings.AddRange(wrong);
            foreach (var test in tests?.Tests ?? [])
            {
                if (clock.GetElapsedTime(begun) > Limit)
                {
                    findings.Add(Red(tests!, test, string.Create(CultureInfo.InvariantCulture, $"was not run, nor were those after it: the {Limit.TotalSeconds:0.#} s are over that the tests of an account have")));
                    return findings;
                }

                if (Problem(runner, tests!, test, account) is { } problem) findings.Add(Red(tests!, test, problem));
            }
        }

        return findings;
    }

    private static string? Problem(TestRunner runner, TestFile file, TestCase test, Account account)
    {
        try
        {
            var result = runner.Run(file, test, account.Plan);
            return result.HasPassed ? null : "is red: " + string.Join("; ", result.Differences);
        }
        catch (Exception e)
        {
            return $"could not be run: {e.GetType().Name}: {e.Message}";
        }
    }

    private static Finding Red(TestFile file, TestCase test, string problem) => new(file.Path, test.Place.Line, test.Place.Column, FindingCodes.RedTest, $"test '{test.Name}' {problem}");
}
