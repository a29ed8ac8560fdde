using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Plugins.Tests.Generations;

public sealed class PlanFitTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("""{"type":"object","additionalProperties":false,"required":["level"],"properties":{"level":{"type":"string"}}}""", "requires the option 'level'")]
    [InlineData("""{"type":"object","additionalProperties":false,"properties":{}}""", "has no option 'mood' any more")]
    public async Task A_version_whose_options_do_not_fit_a_plan_in_force_does_not_take_over(string options, string expected)
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "done"));
        _host.Nodes.Add(TestHost.Node("gate", new TextOptions().With("mood", "good")));
        var next = TestPlugin.Returning("gate", "done", "1.1.0");
        next.Manifest += manifest => manifest["steps"]!.AsArray()[0]!["options"] = System.Text.Json.Nodes.JsonNode.Parse(options);

        var problems = await _host.ApplyAsync(next);

        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.Plans && problem.Text.Contains("acme.yaml:7:5", StringComparison.Ordinal) && problem.Text.Contains(expected, StringComparison.Ordinal));
        Assert.Equal("done", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task A_version_with_an_outcome_that_a_plan_does_not_map_or_without_its_step_does_not_take_over()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "done"));
        _host.Nodes.Add(TestHost.Node("gate"));

        Assert.Contains("has a new outcome 'vip'", Assert.Single(await _host.ApplyAsync(TestPlugin.Returning("gate", "vip", "1.1.0"))).Text, StringComparison.Ordinal);
        Assert.Contains("has no step 'gate' any more", Assert.Single(await _host.ApplyAsync(new TestPlugin("gate", "1.2.0").Step("door", "return new(\"done\");"))).Text, StringComparison.Ordinal);
        Assert.Empty(await _host.ApplyAsync(TestPlugin.Returning("gate", "vip", "2.0.0")));
    }
}
