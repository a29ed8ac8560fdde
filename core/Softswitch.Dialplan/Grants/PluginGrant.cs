using System.Collections.Immutable;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Grants;

/// <summary>Whether an account may use a plugin, and what the plugin may do there.</summary>
public sealed record PluginGrant
{
    /// <summary>It may, and nobody says what it may do.</summary>
    public static PluginGrant Plain { get; } = new();

    /// <summary>Why it may not, with what to write where; null where it may.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Those of the manifest's <c>needs</c> that were granted.</summary>
    public ImmutableArray<string> Permissions { get; private init; } = [];

    /// <summary>Whether it may.</summary>
    public bool IsGranted => Refusal is null;

    /// <summary>Whether a layer says what it may do. Of what the switch guards that is all then, whatever the manifest declares.</summary>
    public bool IsLimited => !Limits.IsEmpty;

    internal ImmutableArray<GrantLimit> Limits { get; private init; } = [];

    /// <summary>It may, with all that it needs.</summary>
    public static PluginGrant With(ImmutableArray<string> permissions) => permissions.IsDefaultOrEmpty ? Plain : new PluginGrant { Permissions = permissions };

    /// <summary>It may not.</summary>
    public static PluginGrant Refused(string reason) => new() { Refusal = reason };

    /// <summary>Why the plugin may not do something that the switch guards, with what to write where; null where it may.</summary>
    /// <param name="kind">What kind of thing it is: <see cref="Need.Ledger"/>.</param>
    /// <param name="detail">What exactly; nothing where the kind says it all.</param>
    public PermissionDeniedException? DenialOf(string kind, string detail = "")
    {
        foreach (var limit in Limits)
        {
            if (limit.DenialOf(kind, detail) is { } reason) return new PermissionDeniedException(kind, reason);
        }

        return null;
    }

    /// <summary>It may, as far as layers say.</summary>
    internal static PluginGrant Within(ImmutableArray<GrantLimit> limits, ImmutableArray<string> permissions) => limits.IsEmpty ? With(permissions) : new PluginGrant { Permissions = permissions, Limits = limits };
}

/// <summary>What one layer says that a plugin may do.</summary>
/// <param name="Plugin">The plugin.</param>
/// <param name="Account">The account.</param>
/// <param name="Needs">What it may do.</param>
/// <param name="Files">The layer's files.</param>
internal sealed record GrantLimit(string Plugin, string Account, ImmutableArray<string> Needs, string Files)
{
    /// <summary>Why it may not do something; null where it may.</summary>
    public string? DenialOf(string kind, string detail) => Needs.Any(granted => Need.Allows(granted, kind, detail))
        ? null
        : $"plugin '{Plugin}' was not granted '{kind}'{(detail.Length == 0 ? "" : $" of '{detail}'")} for account '{Account}': expected grants: {{ {Plugin}: {{ needs: [{string.Join(", ", Needs.Append(detail.Length == 0 ? kind : $"{kind}: {detail}").Select(one => $"\"{one}\""))}] }} }} in {Files}";
}
