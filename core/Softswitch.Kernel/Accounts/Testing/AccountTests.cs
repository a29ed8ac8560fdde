using System.Collections.Concurrent;
using System.Globalization;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Testing;
using Softswitch.Dialplan.Yaml;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Accounts.Testing;

/// <summary>
/// Runs the tests that lie beside an account's plan before the plan comes into force: on a thread of their own, and within a bound, for what a plugin does there is the plugin's affair. Safe from any thread.
/// </summary>
/// <param name="simulator">Runs their calls, with the plugins in force and services that keep nothing.</param>
/// <param name="clock">The clock.</param>
public sealed class AccountTests(Simulator simulator, TimeProvider clock)
{
    // Whoever does not come to an end keeps a thread busy; one of each account is enough.
    private readonly ConcurrentDictionary<string, Run> _running = new(StringComparer.Ordinal);

    /// <summary>Time for all tests of an account. Default 30 s.</summary>
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
        var run = new Run(simulator, account, files);
        if (!_running.TryAdd(account.Id, run)) return [new Finding(files[0].Path, 1, 1, FindingCodes.RedTest, $"tests of account '{account.Id}' still run from before; publish it again when they are done")];
        new Thread(() =>
        {
            var findings = run.Work();
            _running.TryRemove(account.Id, out _);
            run.Complete(findings);
        })
        {
            IsBackground = true,
            Name = "plan tests",
        }.Start();
        try
        {
            return run.Done.WaitAsync(Limit, clock).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            return run.GiveUp(string.Create(CultureInfo.InvariantCulture, $"was not done when the {Limit.TotalSeconds:0.#} s were over that the tests of an account have; the tests after it were not run"));
        }
    }

    /// <summary>One run over all tests of an account.</summary>
    private sealed class Run(Simulator simulator, Account account, IReadOnlyList<SourceFile> files)
    {
        private readonly Lock _lock = new();
        private readonly List<Finding> _findings = [];
        private readonly TaskCompletionSource<IReadOnlyList<Finding>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private (string Path, TestCase? Test) _current = (files[0].Path, null);
        private bool _isGivenUp;

        public Task<IReadOnlyList<Finding>> Done => _done.Task;

        public IReadOnlyList<Finding> Work()
        {
            try
            {
                foreach (var file in files)
                {
                    var (tests, findings) = TestFileReader.Read(file, account.Plan);
                    lock (_lock) _findings.AddRange(findings);
                    if (tests is not null && !RunAll(tests)) break;
                }
            }
            catch (Exception e)
            {
                // The thread is the process's end where nobody takes it.
                lock (_lock) _findings.Add(Wrong($"could not be run: {e.GetType().Name}: {e.Message}"));
            }

            lock (_lock) return [.. _findings];
        }

        public void Complete(IReadOnlyList<Finding> findings) => _done.TrySetResult(findings);

        /// <summary>Nobody waits any longer: what is wrong until now, and what is still running.</summary>
        public IReadOnlyList<Finding> GiveUp(string problem)
        {
            lock (_lock)
            {
                _isGivenUp = true;
                return [.. _findings, Wrong(problem)];
            }
        }

        private bool RunAll(TestFile file)
        {
            var runner = new TestRunner(simulator) { NewAccount = _ => New(account) };
            foreach (var test in file.Tests)
            {
                lock (_lock)
                {
                    if (_isGivenUp) return false;
                    _current = (file.Path, test);
                }

                var result = runner.Run(file, test, account.Plan);
                if (result.HasPassed) continue;
                lock (_lock) _findings.Add(Wrong("is red: " + string.Join("; ", result.Differences)));
            }

            return true;
        }

        private Finding Wrong(string problem) =>
            new(_current.Path, _current.Test?.Place.Line ?? 1, _current.Test?.Place.Column ?? 1, FindingCodes.RedTest, $"{(_current.Test is { } test ? $"test '{test.Name}'" : "the tests")} {problem}");
    }
}
