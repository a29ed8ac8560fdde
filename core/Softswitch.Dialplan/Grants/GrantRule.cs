using System.Collections.Frozen;
using System.Collections.Immutable;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Dialplan.Grants;

/// <summary>What one layer says of one plugin. What it does not say it leaves as it was.</summary>
internal sealed record GrantRule
{
    /// <summary>Nobody may use it.</summary>
    public bool IsOff { get; init; }

    /// <summary>Versions that may be used; null for all.</summary>
    public VersionRange? Versions { get; init; }

    /// <summary>What it may do; null where the layer does not say.</summary>
    public ImmutableArray<string>? Needs { get; init; }

    /// <summary>The only accounts that may use it, beside those of <see cref="Resellers"/>; null for all.</summary>
    public FrozenSet<string>? Accounts { get; init; }

    /// <summary>The only resellers whose accounts may use it, beside <see cref="Accounts"/>; null for all.</summary>
    public FrozenSet<string>? Resellers { get; init; }

    /// <summary>Whether it speaks of an account.</summary>
    public bool Names(string account, string? reseller) =>
        (Accounts is null && Resellers is null) || Accounts?.Contains(account) == true || (reseller is not null && Resellers?.Contains(reseller) == true);

    /// <summary>Whether a version is one of those that may be used.</summary>
    public bool HasVersion(string version) => Versions is null || (SemanticVersion.TryParse(version, out var number) && Versions.Contains(number));

    /// <summary>Whether what is granted is what is needed; null where the layer does not say.</summary>
    public bool? Grants(string need) => Needs is { } granted ? granted.Any(one => Need.Covers(one, need)) : null;
}
