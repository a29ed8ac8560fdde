using Softswitch.Dialplan.Testing;

namespace Softswitch.Dialplan.Tests.Testing;

public sealed class TestRunnerTests
{
    [Fact]
    public void A_call_that_goes_as_expected_passes()
    {
        var result = SamplePlan.Run("""
            at: "2026-12-25 10:00"
            zone: Europe/Brussels
            caller: { number: "+32475000001", name: Ann }
            dials: "+3225550100"
            presses: [ { digits: "2580", after: 3s } ]
            callees: { "ext:100": busy, "ext:101": { answers: 5s, talks-for: 30s } }
            expect:
              path: [office, desk]
              steps: [ play, { collect: collected }, { bridge: answered } ]
              hears: [welcome, enter-pin]
              rings: ["ext:100", "ext:101"]
              status: 200
              answered-by: ext:101
              duration: 38600ms
              ended-by: switch
              charge: 0
              variables: { pin: "2580" }
            """);

        Assert.True(result.HasPassed, TestReport.Text([result]));
    }

    [Fact]
    public void A_red_test_says_what_was_expected_what_was_and_shows_the_trace()
    {
        var result = SamplePlan.Run("""
            dials: "+3225550100"
            presses: ["25"]
            expect: { path: [office, night], hears: [welcome], status: 200 }
            """);

        Assert.False(result.HasPassed);
        Assert.Equal(
            ["path: expected [office, night], but it was [office, desk]", "hears: expected [welcome], but it was [welcome, enter-pin]"],
            result.Differences.Select(difference => difference.ToString()));
        var text = TestReport.Text([result]);
        Assert.StartsWith("acme.test.yaml:4:3 FAILED a test\n  path: expected [office, night]", text, StringComparison.Ordinal);
        Assert.Contains("0:02.000 caller hears enter-pin", text, StringComparison.Ordinal);
        Assert.Contains("office: collect { into: pin", text, StringComparison.Ordinal);
        Assert.EndsWith("1 test(s), 0 passed, 1 failed\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_caller_who_hangs_up_is_seen()
    {
        var result = SamplePlan.Run("""
            dials: "*9"
            hangs-up-after: 10s
            callees: { "ext:100": no-answer }
            expect: { rings: "ext:100", status: 487, ended-by: caller, answered-by: nobody }
            """);

        Assert.True(result.HasPassed, TestReport.Text([result]));
    }

    [Fact]
    public void Dialling_an_extension_rings_it()
    {
        var result = SamplePlan.Run("""
            caller: ext:100
            dials: "101"
            callees: { "ext:101": { rejects: 603 } }
            expect: { path: [extension], steps: [ { bridge: rejected } ], status: 603 }
            """);

        Assert.True(result.HasPassed, TestReport.Text([result]));
    }

    [Fact]
    public void Several_calls_of_a_test_come_one_after_the_other()
    {
        var result = SamplePlan.Run("""
            calls:
              - { dials: "*9", expect: { status: 200 } }
              - { dials: "999", expect: { status: 200 } }
              - { dials: "999", expect: { status: 404 } }
            """);

        Assert.Equal(["call 2, status: expected 200, but it was 404"], result.Differences.Select(difference => difference.ToString()));
        Assert.Equal(2, result.Calls.Count);
    }

    [Fact]
    public void The_same_test_gives_the_same_report_byte_for_byte()
    {
        const string test = """
            dials: "+3225550100"
            presses: ["1234"]
            expect: { status: 480 }
            """;

        Assert.Equal(TestReport.Json([SamplePlan.Run(test)]), TestReport.Json([SamplePlan.Run(test)]));
    }

    [Fact]
    public void Continuous_integration_reads_junit()
    {
        var xml = System.Xml.Linq.XElement.Parse(TestReport.JUnit([SamplePlan.Run("{ dials: \"*9\", expect: { status: 486 } }"), SamplePlan.Run("{ dials: \"*9\", expect: { status: 200 } }")]));

        var suite = Assert.Single(xml.Elements("testsuite"));
        Assert.Equal(("2", "1"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value));
        Assert.Contains("expected 486, but it was 200", suite.Element("testcase")!.Element("failure")!.Value, StringComparison.Ordinal);
    }
}
