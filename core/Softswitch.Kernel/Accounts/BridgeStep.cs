using System.Collections.Immutable;

namespace Softswitch.Kernel.Accounts;

/// <summary>A compiled <c>bridge</c> step: whom to ring, for how long, and what comes next for each outcome.</summary>
public sealed class BridgeStep
{
    /// <summary>Rung all at once; at least one.</summary>
    public required ImmutableArray<DialTarget> Targets { get; init; }

    /// <summary>1 s to 3 minutes.</summary>
    public required TimeSpan RingFor { get; init; }

    /// <summary>The step that follows an outcome; null ends the flow, and the caller is told the SIP status of the failure. Flows may go round in circles.</summary>
    public required Func<DialOutcome, BridgeStep?> Next { get; init; }
}

/// <summary>Somebody a step rings.</summary>
public abstract record DialTarget;

/// <summary>Every phone that is registered as an extension of the same account.</summary>
public sealed record ExtensionTarget(Extension Extension) : DialTarget;

/// <summary>A SIP address outside: <c>sip:someone@example.org</c>.</summary>
public sealed record UriTarget(string Uri) : DialTarget;
