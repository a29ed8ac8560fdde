namespace Softswitch.Sdk.Testing.Tests;

public sealed class StepConformanceTests
{
    private static readonly VipGateOptions Options = new() { Numbers = [] };

    [Fact]
    public Task A_good_step_ends_with_the_call_whenever_that_is() =>
        StepConformance.EndsWithTheCallAsync<VipGate>(() => TestCall.From("1").Presses("2580"), Options);

    [Fact]
    public async Task A_step_that_does_not_listen_is_found()
    {
        var failed = await Assert.ThrowsAsync<TestFailedException>(() => StepConformance.EndsWithTheCallAsync<BadGate>(() => TestCall.From("1")));

        Assert.Contains("it went on for 1000 ms", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_remembers_in_a_static_field_is_found()
    {
        await StepConformance.KeepsAccountsApartAsync<VipGate>(() => TestCall.From("1").In("a"), () => TestCall.From("2").In("b"), Options);

        var failed = await Assert.ThrowsAsync<TestFailedException>(() => StepConformance.KeepsAccountsApartAsync<BadGate>(() => TestCall.From("1").In("a"), () => TestCall.From("2").In("b")));
        Assert.Contains("the last caller was 2", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_stays_within_its_budget_or_not()
    {
        await StepConformance.StaysWithinAsync<VipGate>(() => TestCall.From("1").Presses("2580"), Options, bytes: 200_000, TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<TestFailedException>(() => StepConformance.StaysWithinAsync<VipGate>(() => TestCall.From("1"), Options, bytes: 1, TimeSpan.FromSeconds(1)));
    }
}
