using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Softswitch.Dialplan.Engine;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Tests.Engine;

/// <summary>Builds plans by hand: flows of steps, whose exits are given as <c>outcome: target</c>, target being a flow, next, end or return.</summary>
internal sealed class TestPlan : IStepHost
{
    private readonly Dictionary<string, List<(StepNode Node, string[] Exits)>> _flows = [];
    private readonly Dictionary<string, Func<ICall, CancellationToken, ValueTask<Outcome>>> _code = [];
    private readonly Dictionary<string, (int AtMost, string Else)> _bounds = [];

    public const string Account = "acme";

    public List<string> Variables { get; } = [];

    public string? OnError { get; set; }

    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(10);

    public int SessionsBegun { get; private set; }

    public int SessionsEnded { get; private set; }

    public bool IsMissing { get; set; }

    /// <summary>How long each step keeps its thread, by its name; of one that is not there nobody knows.</summary>
    public Dictionary<string, StepPace> Paces { get; } = [];

    /// <summary>A step of a plugin.</summary>
    public TestPlan Step(string flow, string name, Func<ICall, CancellationToken, ValueTask<Outcome>> code, params string[] exits)
    {
        _code[name] = code;
        var outcomes = exits.Select(exit => exit.Split(": ")[0]).Where(outcome => outcome is not ("error" or "default")).ToArray();
        return Add(flow, name, "test", outcomes.Length == 0 ? ["done"] : outcomes, [], new TestOptions(), exits);
    }

    /// <summary>A step of a plugin that is done at once.</summary>
    public TestPlan Step(string flow, string name, Func<ICall, Outcome> code, params string[] exits) =>
        Step(flow, name, (call, _) => ValueTask.FromResult(code(call)), exits);

    /// <summary>A step of the kernel.</summary>
    public TestPlan Kernel(string flow, string name, TestOptions options, params string[] exits)
    {
        string[] outcomes = name switch
        {
            "bridge" => ["answered", "busy", "no-answer", "unreachable", "rejected", "failed"],
            "collect" => ["collected", "timeout", "too-few"],
            _ => ["done"],
        };
        return Add(flow, name, StepType.KernelPlugin, outcomes, name is "bridge" or "hang-up" or "reject" or "redirect" or "goto" ? outcomes : [], options, exits);
    }

    /// <summary>The exit to a flow may be taken so often.</summary>
    public TestPlan AtMost(string flow, int times, string otherwise)
    {
        _bounds[flow] = (times, otherwise);
        return this;
    }

    public Plan Build()
    {
        var firsts = _flows.ToDictionary(flow => flow.Key, flow => flow.Value[0].Node);
        foreach (var (_, steps) in _flows)
        {
            for (var i = 0; i < steps.Count; i++)
            {
                var next = i + 1 < steps.Count ? steps[i + 1].Node : null;
                var exits = steps[i].Exits.Select(exit => exit.Split(": ")).ToDictionary(exit => exit[0], exit => Exit(exit[1], next, firsts));
                steps[i].Node.Default = exits.GetValueOrDefault("default");
                exits.Remove("default");
                if (exits.Count == 0 && steps[i].Node.Type.FallsThrough) exits["done"] = next is null ? PlanExit.Return : new PlanExit(next);
                steps[i].Node.Exits = exits.ToFrozenDictionary();
            }
        }

        return new Plan
        {
            Account = Account,
            Numbers = firsts.ToFrozenDictionary(),
            Codes = new NoCodes(),
            Flows = firsts.ToFrozenDictionary(),
            Extensions = FrozenDictionary<string, StepNode>.Empty,
            OnError = OnError is null ? null : firsts[OnError],
            Variables = Variables.ToFrozenSet(),
        };
    }

    public IStepSession Begin(string account)
    {
        SessionsBegun++;
        return new Session(this);
    }

    private PlanExit Exit(string target, StepNode? next, Dictionary<string, StepNode> firsts)
    {
        var exit = target switch
        {
            "next" => new PlanExit(next),
            "end" => PlanExit.End,
            "return" => PlanExit.Return,
            _ => new PlanExit(firsts[target]),
        };
        return _bounds.TryGetValue(target, out var bound) ? exit with { AtMost = bound.AtMost, Else = Exit(bound.Else, next, firsts) } : exit;
    }

    private TestPlan Add(string flow, string name, string plugin, string[] outcomes, string[] ends, TestOptions options, string[] exits)
    {
        if (!_flows.TryGetValue(flow, out var steps)) _flows[flow] = steps = [];
        var properties = options.Keys.Select(key => new OptionProperty(key, Schema(options, key), false));
        var type = new StepType
        {
            Name = name,
            Plugin = plugin,
            PluginVersion = "1.2.3",
            Summary = name,
            Outcomes = [.. outcomes],
            OutcomePattern = name == "bridge" ? new Regex("^sip:[3-6][0-9][0-9]$", RegexOptions.NonBacktracking) : null,
            EndsCall = ends.ToFrozenSet(),
            Options = new MapSchema([.. properties]),
        };
        var handled = exits.Select(exit => exit.Split(": ")[0]).ToFrozenSet();
        steps.Add((new StepNode
        {
            Info = new StepInfo(name, flow, $"acme.yaml:{(_flows.Count * 10) + steps.Count}:5", handled),
            Type = type,
            Options = options,
            Variables = [.. options.Keys.Where(key => Schema(options, key) is ScalarSchema && options.Text(key).Contains('{'))],
            Deadline = Deadline,
        }, exits));
        return this;
    }

    private static OptionSchema Schema(TestOptions options, string key)
    {
        try
        {
            _ = options.Text(key);
            return new ScalarSchema(ScalarKind.Text);
        }
        catch (FormatException)
        {
            return new ListSchema(new ScalarSchema(ScalarKind.Text), 1, 50);
        }
    }

    private sealed class Session(TestPlan plan) : IStepSession
    {
        public StepCode Resolve(StepNode node) =>
            plan.IsMissing ? throw new StepUnavailableException("plugin 'test' is not installed") : new Code(plan._code[node.Type.Name]);

        public StepPace? PaceOf(StepNode node) => plan.Paces.GetValueOrDefault(node.Type.Name);

        public void Dispose() => plan.SessionsEnded++;
    }

    private sealed class Code(Func<ICall, CancellationToken, ValueTask<Outcome>> run) : StepCode
    {
        public override string Origin => "test@1.2.3";

        public override ValueTask<Outcome> RunAsync(ICall call, CancellationToken hangup) => run(call, hangup);
    }

    private sealed class NoCodes : CodeTable
    {
        public override bool TryMatch(string dialled, [NotNullWhen(true)] out StepNode? first, out IReadOnlyList<KeyValuePair<string, string>> placeholders)
        {
            first = null;
            placeholders = [];
            return false;
        }
    }
}
