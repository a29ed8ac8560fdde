using System.Collections.Frozen;
using System.Collections.Immutable;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Plans;

/// <summary>An account's plan, checked and compiled. Immutable: publishing makes a new one, and a call that is up keeps the one it began on.</summary>
public sealed class Plan
{
    /// <summary>A plan of an account that leads nowhere.</summary>
    public static Plan Empty(string account) => new()
    {
        Account = account,
        Numbers = FrozenDictionary<string, StepNode>.Empty,
        Codes = PlanCodes.Empty,
        Flows = FrozenDictionary<string, StepNode>.Empty,
        Extensions = FrozenDictionary<string, StepNode>.Empty,
        Variables = [],
    };

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>Counts the account's published plans from 1; 0 of one that is not published.</summary>
    public int Version { get; init; }

    /// <summary>First step of what each number leads to.</summary>
    public required FrozenDictionary<string, StepNode> Numbers { get; init; }

    /// <summary>Codes that phones dial.</summary>
    public required CodeTable Codes { get; init; }

    /// <summary>First step of each flow.</summary>
    public required FrozenDictionary<string, StepNode> Flows { get; init; }

    /// <summary>The step that dialling an extension leads to: <c>bridge</c> to it, unless the plan has a flow for extensions.</summary>
    public required FrozenDictionary<string, StepNode> Extensions { get; init; }

    /// <summary>Runs where a step fails and the plan maps nothing to <c>error</c>; null refuses the call with 503.</summary>
    public StepNode? OnError { get; init; }

    /// <summary>Names of the variables that flows may set.</summary>
    public required FrozenSet<string> Variables { get; init; }

    /// <summary>Values that variables have when a call comes in, of those that have one.</summary>
    public FrozenDictionary<string, string> Defaults { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Plugins that the plan uses, those of the layers above it too.</summary>
    public ImmutableArray<PlanUse> Uses { get; init; } = [];

    /// <summary>Directory sources of the plugins that it uses, those of the layers above last, in the order they are asked in.</summary>
    public ImmutableArray<PointType> Directories { get; init; } = [];

    /// <summary>What numbers that must not be rung begin with, as an upper layer has locked it. Targets that the plan spells out have been checked; those that come of variables are when they are rung (<see cref="Blocks"/>).</summary>
    public ImmutableArray<string> Blocked { get; init; } = [];

    /// <summary>Whether an upper layer has it that a target is not to be rung: a number, or an address whose user part is one.</summary>
    public bool Blocks(DialTarget target)
    {
        if (Blocked.IsEmpty || NumberOf(target) is not { } number) return false;
        foreach (var prefix in Blocked)
        {
            if (number.StartsWith(prefix, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>The telephone number that a target stands for; null for an extension.</summary>
    internal static string? NumberOf(DialTarget target)
    {
        if (target.Kind == DialTargetKind.Number) return target.Value;
        if (target.Kind != DialTargetKind.Uri) return null;
        var user = target.Value.AsSpan(target.Value.IndexOf(':', StringComparison.Ordinal) + 1);
        if (user.IndexOf('@') is var end && end < 0) return null;
        user = user[..end];
        if (user.IndexOfAny(";:") is var length && length >= 0) user = user[..length];
        // %2B1900 is the same to whoever is rung.
        return user.Length == 0 ? null : Uri.UnescapeDataString(user);
    }

    /// <summary>The same plan as the account's version of this number.</summary>
    public Plan As(int version) => Version == version ? this : new Plan
    {
        Account = Account,
        Version = version,
        Numbers = Numbers,
        Codes = Codes,
        Flows = Flows,
        Extensions = Extensions,
        OnError = OnError,
        Variables = Variables,
        Defaults = Defaults,
        Uses = Uses,
        Blocked = Blocked,
    };
}
