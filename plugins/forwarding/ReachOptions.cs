using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.Forwarding;

/// <summary>Which extension is called.</summary>
public sealed record ReachOptions
{
    /// <summary>The extension, or <c>{dialled}</c>.</summary>
    [RefersTo(Reference.Extension)]
    public required string Extension { get; init; }

    /// <summary>How long its phones ring; 0s for the account's own time.</summary>
    [DurationRange("0s", "3m")]
    public TimeSpan RingFor { get; init; }

    /// <summary>Variable that the number of the voicemail box is put into, for the flow of <c>voicemail</c>.</summary>
    [RefersTo(Reference.Variable)]
    public string? BoxInto { get; init; }

    /// <summary>Variable that the name of the group is put into, for the flow of <c>group</c>.</summary>
    [RefersTo(Reference.Variable)]
    public string? GroupInto { get; init; }

    /// <summary>How often a call may be forwarded on, from extension to extension.</summary>
    [Range(1, 20)]
    public int Hops { get; init; } = 5;
}
