using System.Text.Json;
using Softswitch.Dialplan.Steps;
using Softswitch.Dialplan.Tests.Checking;

namespace Softswitch.Dialplan.Tests.Steps;

public sealed class StepTypeReaderTests
{
    [Fact]
    public void The_kernel_s_own_steps_are_those_of_its_manifest() => Assert.Equal(
        ["answer", "bridge", "call", "collect", "goto", "hang-up", "play", "redirect", "reject", "set"],
        KernelStepManifest.Instance.KernelSteps.Select(step => step.Name).Order());

    [Theory]
    [InlineData("ivr", "menu", "ivr.menu")]
    [InlineData("time-of-day", "time-of-day", "time-of-day")]
    [InlineData("acme.vip-gate", "vip-gate", "acme.vip-gate")]
    [InlineData("acme.gate", "vip-gate", "acme.gate.vip-gate")]
    [InlineData("kernel", "bridge", "bridge")]
    public void Plans_call_a_step_by_its_plugin_and_its_name(string plugin, string step, string expected) => Assert.Equal(expected, StepTypeReader.FullName(plugin, step));

    [Fact]
    public void What_a_manifest_says_of_a_step_is_taken()
    {
        var step = new SampleCatalogue().Installed.First(plugin => plugin.Id == "ivr").Steps.Single();

        Assert.Equal("ivr.menu", step.Name);
        Assert.True(step.UsesMedia);
        Assert.True(step.Declares("12"));
        Assert.True(step.Declares("error"));
        Assert.False(step.Declares("12345"));
        Assert.False(step.Declares("x1"));
        var timeout = Assert.IsType<ScalarSchema>(step.Options.Properties.Single(property => property.Name == "timeout").Schema);
        Assert.Equal((ScalarKind.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), (timeout.Kind, timeout.Shortest, timeout.Longest));
        Assert.True(step.Options.Properties.Single(property => property.Name == "prompt").IsRequired);
    }

    [Theory]
    [InlineData("""{ }""", "the manifest has no id or no version")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ {} ] }""", "a step has no name")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b" }, { "name": "b" } ] }""", "step 'b' is there twice")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b", "outcomes": ["x"], "endsCall": ["y"] } ] }""", "step 'b': outcome 'y' of endsCall is not declared")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b", "deadline": "soon" } ] }""", "step 'b': deadline 'soon' is no duration")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b", "options": { "type": "object", "properties": { "x": { "type": "tuple" } } } } ] }""", "step 'b': options.x: has the unknown type 'tuple'")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b", "options": { "type": "object", "properties": { "x": { "type": "string", "x-softswitch": "planet" } } } } ] }""", "step 'b': options.x: has the unknown x-softswitch 'planet'")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b", "options": { "type": "object", "properties": {}, "required": ["x"] } } ] }""", "step 'b': options: requires 'x', which is none of its properties")]
    [InlineData("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b", "options": [] } ] }""", "step 'b': options: is no schema")]
    public void A_manifest_that_lies_is_told_and_never_thrown_at(string manifest, string problem)
    {
        using var json = JsonDocument.Parse(manifest);

        Assert.Equal(problem, Assert.Single(StepTypeReader.Read(json.RootElement).Problems));
    }

    [Fact]
    public void Patterns_that_take_for_ever_are_refused()
    {
        using var json = JsonDocument.Parse("""{ "id": "a", "version": "1.0.0", "steps": [ { "name": "b", "outcomePattern": "(a)\\1" }, { "name": "c", "outcomePattern": "(" } ] }""");

        Assert.Equal(2, StepTypeReader.Read(json.RootElement).Problems.Count);
    }
}
