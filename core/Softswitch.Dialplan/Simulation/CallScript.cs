using System.Collections.Frozen;
using System.Collections.Immutable;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Simulation;

/// <summary>What the people of a simulated call do.</summary>
public sealed record CallScript
{
    /// <summary>When the call comes in.</summary>
    public DateTimeOffset At { get; init; } = new(2026, 1, 5, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Who calls.</summary>
    public CallParty Caller { get; init; } = new("+50670000001");

    /// <summary>What is dialled: 1 to 128 characters.</summary>
    public required string Dialled { get; init; }

    /// <summary>What the caller presses when digits are asked for, one entry each time: the first the first time, and so on. Digits too many are kept for the next time.</summary>
    public ImmutableArray<KeyPresses> Presses { get; init; } = [];

    /// <summary>The caller hangs up so long after the call came in; null for never.</summary>
    public TimeSpan? HangsUpAfter { get; init; }

    /// <summary>What those do that are rung, by target as plans spell it: <c>ext:100</c>.</summary>
    public IReadOnlyDictionary<string, CalleeScript> Callees { get; init; } = FrozenDictionary<string, CalleeScript>.Empty;

    /// <summary>What all others do.</summary>
    public CalleeScript Others { get; init; } = new();

    /// <summary>How long it rings where the plan does not say; null for the account's own time. Default null.</summary>
    public TimeSpan? RingFor { get; init; }

    /// <summary>How long each recording lasts where its file is not at hand. Default 2 s.</summary>
    public TimeSpan PromptLength { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What is in the account's ledger when the call comes in; null for what is there already. Default null.</summary>
    public decimal? Balance { get; init; }

    /// <summary>What extensions are doing when the call comes in, by number. Of others it follows from what they do when they are rung.</summary>
    public IReadOnlyDictionary<string, ExtensionState> Presence { get; init; } = FrozenDictionary<string, ExtensionState>.Empty;

    /// <summary>Names that directory sources know, by number; empty where they know nobody. For all other numbers the sources themselves are asked.</summary>
    public IReadOnlyDictionary<string, string> Directory { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Header fields of the INVITE, by name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Where randomness begins: the same again gives the same call.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What somebody does who is rung.</summary>
    internal CalleeScript CalleeOf(DialTarget target) =>
        Callees.GetValueOrDefault(target.ToString()) ?? (target.Kind == DialTargetKind.Extension ? Callees.GetValueOrDefault(target.Value) : null) ?? Others;
}

/// <summary>What a caller presses when digits are asked for.</summary>
/// <param name="Digits">0 to 64 of <c>0-9 * # A-D</c>; none for a caller who does nothing.</param>
/// <param name="After">How long after they were asked for, or since the prompt began. Default 1 s.</param>
public sealed record KeyPresses(string Digits, TimeSpan? After = null)
{
    /// <summary>Time from digit to digit. Default 200 ms.</summary>
    public TimeSpan Between { get; init; } = TimeSpan.FromMilliseconds(200);
}

/// <summary>What somebody does who is rung.</summary>
public sealed record CalleeScript
{
    /// <summary>How it ends. Default they answer.</summary>
    public CalleeBehaviour Behaviour { get; init; }

    /// <summary>How long it rings first, or until the refusal comes. Default 3 s for an answer, at once for the others.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Length of the conversation, at the end of which the called hang up; null for until the caller does, or a minute. Default null.</summary>
    public TimeSpan? TalksFor { get; init; }

    /// <summary>Status of a refusal, 300 to 699. Default 603.</summary>
    public int Status { get; init; } = 603;
}

/// <summary>How it ends when somebody is rung.</summary>
public enum CalleeBehaviour
{
    /// <summary>They answer.</summary>
    Answers,

    /// <summary>They are busy (486).</summary>
    Busy,

    /// <summary>It rings and nobody comes.</summary>
    NoAnswer,

    /// <summary>No phone is registered (480).</summary>
    Unregistered,

    /// <summary>They refuse.</summary>
    Rejects,
}
