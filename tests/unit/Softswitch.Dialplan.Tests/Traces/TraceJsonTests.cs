using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Tests.Engine;
using Softswitch.Dialplan.Traces;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Traces;

public sealed class TraceJsonTests
{
    private static readonly TestPlan Plan = new TestPlan()
        .Step("main", "hours", call => { call.Explain("it is Sunday"); return "closed"; }, "closed: night", "open: end")
        .Kernel("night", "bridge", new TestOptions(("to", new[] { "ext:100", "ext:101" }), ("ring-for", "20s")), "no-answer: next")
        .Kernel("night", "play", new TestOptions(("prompt", "closed")));

    private static readonly CallScript Script = Calls.Script with { Others = new CalleeScript { Behaviour = CalleeBehaviour.NoAnswer } };

    [Fact]
    public void A_trace_says_which_step_which_outcome_and_why()
    {
        var text = TraceJson.Text(Plan.Run(Script).Trace, withTimes: false);

        Assert.Equal(
            """
            {"trace":1,"account":"acme","plan":0,"caller":"+50670000001","dialled":"main","steps":[
            {"step":"hours","flow":"main","where":"acme.yaml:10:5","by":"test@1.2.3","outcome":"closed","why":["it is Sunday"],"then":"night (bridge at acme.yaml:20:5)"},
            {"step":"bridge","flow":"night","where":"acme.yaml:20:5","by":"kernel@0.1.0","options":"to: [ext:100, ext:101], ring-for: 20s","outcome":"no-answer","why":["480: no-answer"],"then":"night (play at acme.yaml:21:5)"},
            {"step":"play","flow":"night","where":"acme.yaml:21:5","by":"kernel@0.1.0","options":"prompt: closed","outcome":"done","then":"end"}]}
            """.ReplaceLineEndings(""),
            text);
    }

    [Fact]
    public void The_same_call_gives_the_same_trace_times_and_identifier_included() =>
        Assert.Equal(TraceJson.Text(Plan.Run(Script).Trace), TraceJson.Text(Plan.Run(Script).Trace));

    [Fact]
    public void People_read_a_line_for_each_step() => Assert.Equal(
        """
        +50670000001 dialled main in acme
          main: hours = closed → night (bridge at acme.yaml:20:5)   [acme.yaml:10:5, test@1.2.3]
                        it is Sunday
          night: bridge { to: [ext:100, ext:101], ring-for: 20s } = no-answer → night (play at acme.yaml:21:5)   [acme.yaml:20:5, kernel@0.1.0]
                        480: no-answer
          night: play { prompt: closed } = done → end   [acme.yaml:21:5, kernel@0.1.0]

        """,
        TraceText.Of(TraceJson.Text(Plan.Run(Script).Trace, withTimes: false)));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"trace\":1}")]
    [InlineData("{\"steps\":[{\"at\":\"x\"}]}")]
    public void What_is_no_trace_is_refused(string text) => Assert.Throws<FormatException>(() => TraceText.Of(text));

    [Fact]
    public void A_trace_keeps_300_steps_and_says_that_it_was_cut()
    {
        var trace = new CallTrace(Guid.Empty, Plan.Build(), new CallParty("1"), "2", DateTimeOffset.UnixEpoch);
        var step = Plan.Build().Flows["main"];
        for (var i = 0; i < 310; i++) trace.End(trace.Begin(step, TimeSpan.Zero), "done", TimeSpan.Zero, TraceNext.Step);

        Assert.Equal(300, trace.Entries.Count);
        Assert.Contains("\"cut\":true", TraceJson.Text(trace), StringComparison.Ordinal);
    }
}
