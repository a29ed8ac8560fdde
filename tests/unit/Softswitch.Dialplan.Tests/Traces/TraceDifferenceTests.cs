using Softswitch.Dialplan.Traces;

namespace Softswitch.Dialplan.Tests.Traces;

public sealed class TraceDifferenceTests
{
    private const string Trace = """{"trace":1,"call":"1","at":"2026-01-05T10:00:00Z","account":"acme","plan":1,"caller":"100","dialled":"101","steps":[{"at":0,"took":5,"step":"bridge","flow":"office","where":"a.yaml:8:7","by":"kernel@1.0.0","outcome":"busy","why":["486: busy"],"then":"end"}]}""";

    [Theory]
    [InlineData("\"at\":0,\"took\":5", "\"at\":7,\"took\":9", null)]
    [InlineData("\"call\":\"1\"", "\"call\":\"2\"", null)]
    [InlineData("\"plan\":1", "\"plan\":2", "plan: 1, and then 2")]
    [InlineData("busy\",\"why", "answered\",\"why", "step 1, bridge at a.yaml:8:7: outcome busy, and then answered")]
    [InlineData("486: busy", "603: rejected", "step 1, bridge at a.yaml:8:7: why 486: busy, and then 603: rejected")]
    [InlineData("a.yaml:8:7", "a.yaml:9:7", "step 1, bridge at a.yaml:8:7: where a.yaml:8:7, and then a.yaml:9:7")]
    [InlineData(",\"outcome\":\"busy\"", "", "step 1, bridge at a.yaml:8:7: outcome busy, and then nothing")]
    public void Times_and_identifiers_differ_and_everything_else_is_told(string what, string another, string? difference) =>
        Assert.Equal(difference, TraceDifference.First(Trace, Trace.Replace(what, another, StringComparison.Ordinal)));

    [Fact]
    public void Code_of_another_version_counts_where_it_is_asked_for()
    {
        var other = Trace.Replace("kernel@1.0.0", "kernel@1.1.0", StringComparison.Ordinal);

        Assert.Equal("step 1, bridge at a.yaml:8:7: by kernel@1.0.0, and then kernel@1.1.0", TraceDifference.First(Trace, other));
        Assert.Null(TraceDifference.First(Trace, other, withCode: false));
    }

    [Fact]
    public void A_step_too_many_or_too_few_is_told()
    {
        var longer = Trace[..^2] + ",{\"step\":\"hang-up\",\"where\":\"a.yaml:9:7\"}]}";

        Assert.Equal("step 2: none, and then hang-up at a.yaml:9:7", TraceDifference.First(Trace, longer));
        Assert.Equal("step 2: hang-up at a.yaml:9:7, and then none", TraceDifference.First(longer, Trace));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"account\":\"acme\",\"plan\":1,\"caller\":\"100\",\"dialled\":\"101\"}")]
    [InlineData("[]")]
    public void What_is_no_trace_is_told(string json) => Assert.Throws<FormatException>(() => TraceDifference.First(Trace, json));
}
