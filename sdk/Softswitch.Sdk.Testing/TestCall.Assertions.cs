using Softswitch.Dialplan.Simulation;

namespace Softswitch.Sdk.Testing;

/// <content>What has to have happened. Each throws <see cref="TestFailedException"/>, with the transcript, where it has not, and gives the call for the next.</content>
public sealed partial class TestCall
{
    /// <summary>The caller was played these prompts, in this order, others between them or not.</summary>
    /// <exception cref="TestFailedException">They were not.</exception>
    public TestCall Heard(params string[] prompts) => InOrder("heard", prompts, Result.Prompts);

    /// <summary>The caller was not played a prompt.</summary>
    /// <exception cref="TestFailedException">They were.</exception>
    public TestCall DidNotHear(string prompt) => Check(!Result.Prompts.Contains(prompt), $"the caller heard {prompt}");

    /// <summary>These were rung, in this order, others between them or not: <c>ext:100</c>.</summary>
    /// <exception cref="TestFailedException">They were not.</exception>
    public TestCall Rang(params string[] targets) => InOrder("rang", targets, Result.Rung);

    /// <summary>Somebody was not rung.</summary>
    /// <exception cref="TestFailedException">They were.</exception>
    public TestCall DidNotRing(string target) => Check(!Result.Rung.Contains(target), $"{target} was rung");

    /// <summary>Those who were rung were shown these callers, in this order: the name, or the number where there is none.</summary>
    /// <exception cref="TestFailedException">They were not.</exception>
    public TestCall Showed(params string[] callers) => InOrder("showed", callers, Result.Shown);

    /// <summary>The call was answered, by the switch or by somebody.</summary>
    /// <exception cref="TestFailedException">It was not.</exception>
    public TestCall WasAnswered() => Check(Happened(SimulatedEventKind.CallAnswered), $"the call was not answered (status {Status})");

    /// <summary>The call was not answered.</summary>
    /// <exception cref="TestFailedException">It was.</exception>
    public TestCall WasNotAnswered() => Check(!Happened(SimulatedEventKind.CallAnswered), "the call was answered");

    /// <summary>The caller was told this status.</summary>
    /// <param name="status">400 to 699.</param>
    /// <exception cref="TestFailedException">They were not.</exception>
    public TestCall WasRefusedWith(int status) => Check(Result.Status == status && Happened(SimulatedEventKind.Refused), $"expected a refusal with {status}, but the caller was told {Result.Status}");

    /// <summary>So much was charged, over all.</summary>
    /// <exception cref="TestFailedException">It was another amount.</exception>
    public TestCall WasCharged(decimal amount) =>
        Check(Result.Charges.Sum(charge => charge.Amount) == amount, $"expected a charge of {amount}, but it was {Result.Charges.Sum(charge => charge.Amount)}");

    /// <summary>No step failed.</summary>
    /// <exception cref="TestFailedException">One did.</exception>
    public TestCall HadNoFailures() => Check(Result.Failures.Count == 0, "failures: " + string.Join("; ", Failures));

    private bool Happened(SimulatedEventKind kind) => Result.Events.Any(happened => happened.Kind == kind);

    private TestCall InOrder(string what, string[] expected, IEnumerable<string> actual)
    {
        var found = actual.ToList();
        var at = 0;
        foreach (var one in found)
        {
            if (at < expected.Length && one == expected[at]) at++;
        }

        return Check(at == expected.Length, $"expected {what}: {string.Join(", ", expected)}; it was: {(found.Count == 0 ? "nothing" : string.Join(", ", found))}");
    }

    private TestCall Check(bool isSo, string otherwise) => isSo ? this : throw new TestFailedException($"{otherwise}\n{string.Join('\n', Transcript)}\n{Trace}");
}
