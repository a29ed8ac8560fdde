namespace Softswitch.Forwarding;

/// <summary>What is forwarded where.</summary>
public sealed record SetOptions
{
    /// <summary>When.</summary>
    public required ForwardCondition When { get; init; }

    /// <summary>Where to: a number, <c>ext:101</c>, <c>box:100</c>, <c>group:sales</c> or <c>busy</c>; often what stood at a code's placeholder.</summary>
    public required string To { get; init; }
}
