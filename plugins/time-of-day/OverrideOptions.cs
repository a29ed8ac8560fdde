using System.ComponentModel.DataAnnotations;
using Softswitch.Sdk;

namespace Softswitch.TimeOfDay;

/// <summary>Which override is set to what.</summary>
public sealed record OverrideOptions
{
    /// <summary>Name of the override, that of the <c>time-of-day</c> steps that look at it.</summary>
    [StringLength(32)]
    [RegularExpression(Overrides.NamePattern)]
    public required string Name { get; init; }

    /// <summary>What holds from now on.</summary>
    public required OverrideState To { get; init; }

    /// <summary>For how long; 0s for good.</summary>
    [DurationRange("0s", "30d")]
    public TimeSpan For { get; init; }
}

/// <summary>What an override can say.</summary>
public enum OverrideState
{
    /// <summary>Nothing: the schedule holds.</summary>
    Automatic,

    /// <summary>Open, whatever the time.</summary>
    Open,

    /// <summary>Closed, whatever the time.</summary>
    Closed,

    /// <summary>As on a holiday.</summary>
    Holiday,
}
