using Softswitch.Dialplan.Simulation;

namespace Softswitch.Kernel.Tests.Calls;

/// <summary>What becomes of refusals is the same in a call and in its simulation.</summary>
public sealed class RefusalTests
{
    private const string Outcomes = """
        numbers: { "200": f }
        flows:
          f: [ { bridge: { to: [ ext:101, ext:102 ] }, then: { busy: busy, no-answer: no-answer, unreachable: unreachable, rejected: rejected, failed: failed } } ]
          busy: [ reject: { status: 486 } ]
          no-answer: [ reject: { status: 480 } ]
          unreachable: [ reject: { status: 404 } ]
          rejected: [ reject: { status: 603 } ]
          failed: [ reject: { status: 500 } ]
        """;

    private const string Nothing = "numbers: { \"200\": f }\nflows:\n  f: [ bridge: { to: [ ext:101, ext:102 ] } ]\n";

    private readonly SimulatedSwitch _switch = new();

    [Theory]
    [InlineData(408, false, 408, 404)]
    [InlineData(408, true, 408, 480)]
    [InlineData(480, false, 480, 404)]
    [InlineData(480, true, 480, 480)]
    [InlineData(487, true, 487, 480)]
    [InlineData(486, true, 408, 486)]
    [InlineData(486, false, 403, 486)]
    [InlineData(404, false, 408, 404)]
    [InlineData(503, false, 503, 404)]
    [InlineData(500, true, 503, 500)]
    [InlineData(488, false, 500, 603)]
    [InlineData(603, false, 486, 603)]
    public void They_have_the_same_outcome(int first, bool rings, int second, int expected) => Check(Outcomes, first, rings, second, expected);

    [Theory]
    [InlineData(408, false, 408, 480)]
    [InlineData(503, false, 503, 500)]
    [InlineData(486, true, 404, 486)]
    public void The_caller_is_told_the_same_where_the_plan_says_nothing(int first, bool rings, int second, int expected) => Check(Nothing, first, rings, second, expected);

    [Fact]
    public void A_phone_that_rings_on_outweighs_one_that_refuses_in_both()
    {
        _switch.Plan = Outcomes;
        _switch.Call("100", "200");
        _switch.Do(() => _switch.Phone("101").Session.Ring(180));
        _switch.Do(() => _switch.Phone("102").Session.Reject(486));
        _switch.Advance(31);
        Assert.Contains("rejected 480", _switch.Phone("100").Events);

        Assert.Equal(480, Simulate(new CalleeScript { Behaviour = CalleeBehaviour.NoAnswer }, new CalleeScript { Behaviour = CalleeBehaviour.Busy }));
    }

    private void Check(string plan, int first, bool rings, int second, int expected)
    {
        _switch.Plan = plan;
        _switch.Call("100", "200");
        if (rings) _switch.Do(() => _switch.Phone("101").Session.Ring(180));
        _switch.Do(() => _switch.Phone("101").Session.Reject(first));
        if (first < 600) _switch.Do(() => _switch.Phone("102").Session.Reject(second));
        Assert.Contains($"rejected {expected}", _switch.Phone("100").Events);
        _switch.AssertNothingLeft();

        CalleeScript Refuses(int status, TimeSpan? after) => new() { Behaviour = CalleeBehaviour.Rejects, Status = status, After = after };
        Assert.Equal(expected, Simulate(Refuses(first, rings ? TimeSpan.FromSeconds(1) : null), Refuses(second, rings ? TimeSpan.FromSeconds(1) : null)));
    }

    private int Simulate(CalleeScript first, CalleeScript second) => new Simulator(_ => NoPlugins.Instance)
        .Run(_switch.Acme.Plan, new CallScript { Dialled = "200", Callees = new Dictionary<string, CalleeScript> { ["ext:101"] = first, ["ext:102"] = second } }).Status;
}
