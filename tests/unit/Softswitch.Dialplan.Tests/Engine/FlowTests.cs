using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Simulation;
using Softswitch.Dialplan.Traces;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Engine;

public sealed class FlowTests
{
    [Fact]
    public void Outcomes_lead_from_step_to_step()
    {
        var result = new TestPlan()
            .Step("main", "gate", _ => "vip", "vip: desk", "regular: menu")
            .Step("desk", "greet", _ => Outcome.Done)
            .Step("desk", "ask", _ => "yes", "yes: end", "no: menu")
            .Step("menu", "play", _ => Outcome.Done)
            .Run();

        Assert.Equal("gate=vip greet=done ask=yes", result.Path());
        Assert.Equal(480, result.Status);
        Assert.Empty(result.Failures);
    }

    [Fact]
    public void An_answered_call_is_hung_up_at_the_end_of_its_flow()
    {
        var result = new TestPlan().Step("main", "greet", async (call, hangup) =>
        {
            await call.AnswerAsync(hangup);
            await call.PlayAsync("welcome", hangup);
            return Outcome.Done;
        }).Run();

        Assert.Equal(200, result.Status);
        Assert.Equal(["0:00.000 call answered", "0:00.000 caller hears welcome", "0:02.000 hung up by switch"], result.Heard());
    }

    [Fact]
    public void A_caller_who_was_not_answered_hears_how_the_last_attempt_failed()
    {
        var result = new TestPlan()
            .Kernel("main", "bridge", new TestOptions(("to", "ext:100")), "busy: next", "no-answer: next")
            .Step("main", "note", _ => Outcome.Done)
            .Run(Calls.Script with { Others = new CalleeScript { Behaviour = CalleeBehaviour.Busy } });

        Assert.Equal("bridge=busy note=done", result.Path());
        Assert.Equal(486, result.Status);
    }

    [Fact]
    public void A_step_that_throws_leads_to_what_the_plan_maps_to_error()
    {
        var result = new TestPlan()
            .Step("main", "bad", _ => throw new FormatException("no number"), "done: end", "error: rescue")
            .Step("rescue", "rescue", _ => Outcome.Done)
            .Run();

        Assert.Equal("bad=error rescue=done", result.Path());
        var failure = Assert.Single(result.Failures);
        Assert.Equal(StepFailureReason.Threw, failure.Reason);
        Assert.Equal("FormatException: no number", failure.Text);
        Assert.Equal("test@1.2.3", failure.Origin);
        Assert.NotNull(failure.Trace);
        Assert.Equal("FormatException: no number", Assert.Single(result.Trace.Entries[0].Why));
    }

    [Fact]
    public void A_failure_that_nothing_maps_runs_the_flow_for_errors()
    {
        var plan = new TestPlan { OnError = "sorry" }
            .Step("main", "bad", _ => throw new FormatException("no number"), "done: end")
            .Kernel("sorry", "play", new TestOptions(("prompt", "sorry")));
        var result = plan.Run();

        Assert.Equal("bad=error play=done", result.Path());
        Assert.Equal(TraceNext.OnError, result.Trace.Entries[0].Next);
        Assert.Equal(["sorry"], result.Prompts);
        Assert.Equal(503, result.Status);
    }

    [Fact]
    public void A_failure_with_nothing_to_take_over_is_503()
    {
        var result = new TestPlan().Step("main", "bad", _ => throw new FormatException("no number")).Run();

        Assert.Equal(503, result.Status);
        Assert.Equal(TraceNext.Failed, result.Trace.Entries[0].Next);
    }

    [Fact]
    public void A_failure_in_the_flow_for_errors_is_503()
    {
        var plan = new TestPlan { OnError = "sorry" }
            .Step("main", "bad", _ => throw new FormatException("first"))
            .Step("sorry", "worse", _ => throw new FormatException("second"));

        Assert.Equal("bad=error worse=error", plan.Run().Path());
        Assert.Equal(503, plan.Run().Status);
    }

    [Fact]
    public void An_outcome_that_the_step_does_not_declare_is_an_error()
    {
        var result = new TestPlan().Step("main", "odd", _ => "surprise", "done: end").Run();

        Assert.Equal("odd=error", result.Path());
        Assert.Equal(StepFailureReason.UndeclaredOutcome, Assert.Single(result.Failures).Reason);
    }

    [Fact]
    public void A_missing_plugin_is_an_error()
    {
        var plan = new TestPlan { IsMissing = true }.Step("main", "gone", _ => Outcome.Done, "done: end", "error: rest").Step("rest", "gone-too", _ => Outcome.Done);
        var result = plan.Run();

        Assert.Equal("gone=error gone-too=error", result.Path());
        Assert.All(result.Failures, failure => Assert.Equal(StepFailureReason.Unavailable, failure.Reason));
    }

    [Fact]
    public void An_exit_is_taken_as_often_as_it_may_and_then_the_other_way()
    {
        var result = new TestPlan()
            .Step("main", "start", _ => Outcome.Done, "done: menu")
            .Step("menu", "menu", _ => "timeout", "timeout: menu")
            .Step("desk", "desk", _ => Outcome.Done)
            .AtMost("menu", 2, "desk")
            .Run();

        Assert.Equal("start=done menu=timeout menu=timeout menu=timeout desk=done", result.Path());
        Assert.Equal(TraceNext.Else, result.Trace.Entries[3].Next);
    }

    [Fact]
    public void A_step_that_is_come_to_again_and_again_without_a_digit_is_a_loop()
    {
        var result = new TestPlan().Step("main", "menu", _ => "timeout", "timeout: main").Run();

        Assert.Equal(11, result.Trace.Entries.Count);
        Assert.Equal(StepFailureReason.Loop, Assert.Single(result.Failures).Reason);
        Assert.Equal(503, result.Status);
    }

    [Fact]
    public void Whoever_presses_digits_may_go_round_until_200_steps()
    {
        var plan = new TestPlan().Step("main", "menu", async (call, hangup) => (await call.CollectAsync(CollectOptions.OneDigit, hangup)).IsComplete ? "again" : "timeout", "again: main", "timeout: end");
        var presses = Enumerable.Repeat(new KeyPresses("1"), 500);

        var result = plan.Run(Calls.Script with { Presses = [.. presses] });

        Assert.Equal(201, result.Trace.Entries.Count);
        Assert.Equal(StepFailureReason.Loop, Assert.Single(result.Failures).Reason);
    }

    [Fact]
    public void The_flow_for_errors_ends_a_loop_even_where_error_leads_back_into_it()
    {
        var plan = new TestPlan { OnError = "sorry" }
            .Step("main", "menu", _ => throw new FormatException("again"), "done: end", "error: main")
            .Kernel("sorry", "reject", new TestOptions(("status", "500")));
        var result = plan.Run();

        Assert.Equal(500, result.Status);
        Assert.Equal(12, result.Trace.Entries.Count);
    }

    [Fact]
    public void A_flow_that_was_called_returns_to_the_step_after_the_call()
    {
        var result = new TestPlan()
            .Kernel("main", "call", new TestOptions(("flow", "greeting")))
            .Step("main", "after", _ => Outcome.Done)
            .Kernel("greeting", "call", new TestOptions(("flow", "inner")))
            .Step("greeting", "last", _ => Outcome.Done)
            .Step("inner", "inner", _ => "yes", "yes: return", "no: end")
            .Run();

        Assert.Equal("call=done call=done inner=yes last=done after=done", result.Path());
        Assert.Equal([TraceNext.Step, TraceNext.Step, TraceNext.Return, TraceNext.Return, TraceNext.End], result.Trace.Entries.Select(entry => entry.Next));
    }

    [Fact]
    public void An_end_inside_a_flow_that_was_called_ends_the_call()
    {
        var result = new TestPlan()
            .Kernel("main", "call", new TestOptions(("flow", "inner")))
            .Step("main", "after", _ => Outcome.Done)
            .Step("inner", "inner", _ => "no", "no: end")
            .Run();

        Assert.Equal("call=done inner=no", result.Path());
    }

    [Fact]
    public void Flows_that_call_themselves_end_as_an_error()
    {
        var result = new TestPlan().Kernel("main", "call", new TestOptions(("flow", "main"))).Run();

        Assert.Equal(503, result.Status);
    }

    [Fact]
    public void Variables_stand_in_options_as_they_are_when_the_step_runs()
    {
        var plan = new TestPlan()
            .Kernel("main", "set", new TestOptions(("variable", "language"), ("to", "es-{caller.number}")))
            .Kernel("main", "play", new TestOptions(("prompt", "{language}/welcome")));
        plan.Variables.Add("language");

        var result = plan.Run(Calls.Script with { Caller = new CallParty("506") });

        Assert.Equal(["es-506/welcome"], result.Prompts);
        Assert.Equal("prompt: es-506/welcome", result.Trace.Entries[1].Options);
    }

    [Fact]
    public void A_value_that_makes_no_sense_is_an_error_of_the_step()
    {
        var plan = new TestPlan().Kernel("main", "bridge", new TestOptions(("to", "{caller.name}")), "error: rest").Step("rest", "rest", _ => Outcome.Done);

        Assert.Equal("bridge=error rest=done", plan.Run().Path());
    }

    [Fact]
    public void A_number_that_the_plan_does_not_have_is_404()
    {
        var result = new TestPlan().Step("main", "x", _ => Outcome.Done).Run(new CallScript { Dialled = "999" });

        Assert.Equal(404, result.Status);
        Assert.Empty(result.Trace.Entries);
    }
}
