using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Integration.Tests.Upgrade;

/// <summary>
/// The test account with a number whose flow passes a plugin's step twice, with a call to a phone between. The plugin and the flow have an edition each, which the trace of each call shows at both places.
/// </summary>
internal sealed class UpgradedAccount(SwitchProcess process) : IDisposable
{
    public const string Number = "700";
    public const string Plugin = "gate";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes a version of the plugin, whose code says which it is, and installs it as its author would.</summary>
    public async Task InstallAsync(int edition)
    {
        var plugin = new TestPlugin(Plugin, Version(edition))
            .Source("namespace Made; public sealed record Wish { public required string Plan { get; init; } }")
            .StepWith(Plugin, "Wish", "values => new Wish { Plan = values.Text(\"plan\") }", $"call.Explain(\"{Plugin}@{Version(edition)}\"); return new(\"done\");");
        plugin.Manifest += manifest => manifest["steps"]!.AsArray()[0]!["options"] = JsonNode.Parse(
            """{"type":"object","additionalProperties":false,"required":["plan"],"properties":{"plan":{"type":"string"}}}""");
        await RunAsync("plugin", "install", plugin.Pack(_folder.Path));
    }

    /// <summary><c>softswitch plugin apply</c>.</summary>
    public Task ApplyAsync(int edition) => RunAsync("plugin", "apply", $"{Plugin}@{Version(edition)}");

    /// <summary><c>softswitch publish</c>.</summary>
    public Task PublishAsync(int edition) => RunAsync("publish", _folder.Write("test.yaml", TestAccount.Yaml($$"""
        uses: { gate: ^1 }
        codes: { "{{Number}}": upgraded }
        flows:
          upgraded:
            - gate: { plan: edition-{{edition}} }
            - bridge: { to: ext:101, ring-for: 20s }
              then: { busy: second, default: end }
          second:
            - gate: { plan: edition-{{edition}} }
            - bridge: { to: ext:102, ring-for: 20s }
        """)));

    /// <summary>Calls that are on versions of the plugin that have been replaced.</summary>
    public async Task<int> CallsOnOldVersionsAsync() => JsonDocument.Parse((await process.GetAsync("/plugins")).Body).RootElement.EnumerateArray()
        .Where(one => one.GetProperty("state").GetString() == "Draining")
        .Sum(one => one.GetProperty("calls").GetInt32());

    /// <summary>The calls as their traces tell of them, once so many are in the database.</summary>
    public async Task<IReadOnlyList<UpgradedCall>> CallsAsync(int count)
    {
        await using var database = process.OpenDatabase();
        await using (var waiting = database.CreateCommand($"select count(*) from kernel.call_record where trace is not null and dialled = '{Number}'"))
        {
            await Eventually.GetAsync(
                () => (long)waiting.ExecuteScalar()!, found => found >= count, found => $"{found} of {count} calls have a trace in the database", TimeSpan.FromSeconds(30));
        }

        var calls = new List<UpgradedCall>();
        await using var command = database.CreateCommand($"select trace::text from kernel.call_record where dialled = '{Number}'");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) calls.Add(UpgradedCall.Parse(reader.GetString(0)));
        return calls;
    }

    public void Dispose() => _folder.Dispose();

    private static string Version(int edition) => string.Create(CultureInfo.InvariantCulture, $"1.{edition}.0");

    private async Task RunAsync(params string[] arguments)
    {
        await using var tool = SwitchProcess.Launch([.. arguments, "--config", process.Configuration]);
        if (await tool.WaitForExitAsync(Patience) != 0) throw new InvalidOperationException($"softswitch {string.Join(' ', arguments)}:\n{tool.Output}\n{process.Log}");
    }
}

/// <summary>What a call ran on.</summary>
/// <param name="Plugin">Version of the plugin.</param>
/// <param name="Plan">Edition of the plan, with the number of its version.</param>
/// <param name="Problem">What is wrong with it, or nothing.</param>
internal sealed record UpgradedCall(string Plugin, string Plan, string Problem)
{
    /// <summary>Reads a trace. Both places of the plugin's step have to tell of the same versions; what the code said of itself counts, not only what the switch noted.</summary>
    public static UpgradedCall Parse(string trace)
    {
        var root = JsonDocument.Parse(trace).RootElement;
        var steps = root.GetProperty("steps").EnumerateArray().ToList();
        var gates = steps.Where(step => step.GetProperty("step").GetString() == UpgradedAccount.Plugin).ToList();
        var plugins = gates.SelectMany(step => step.GetProperty("why").EnumerateArray().Select(why => why.GetString()!).Append(step.GetProperty("by").GetString()!)).Distinct().ToList();
        var plans = gates.Select(step => $"{step.GetProperty("options").GetString()} in version {root.GetProperty("plan").GetInt32()}").Distinct().ToList();
        var isWhole = steps.Count == 4 && gates.Count == 2 && plugins.Count == 1 && plans.Count == 1;
        return new UpgradedCall(plugins.FirstOrDefault() ?? "", plans.FirstOrDefault() ?? "", isWhole ? "" : trace);
    }
}
