using System.Collections.Immutable;

namespace Softswitch.Dialplan.Grants;

/// <summary>Whether an account may use a plugin, and what the plugin may do there.</summary>
public sealed record PluginGrant
{
    /// <summary>It may, and needs nothing.</summary>
    public static PluginGrant Plain { get; } = new();

    /// <summary>Why it may not, with what to write where; null where it may.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Those of the manifest's <c>needs</c> that were granted: all of them, for without one of them it may not be used at all.</summary>
    public ImmutableArray<string> Permissions { get; private init; } = [];

    /// <summary>Whether it may.</summary>
    public bool IsGranted => Refusal is null;

    /// <summary>It may, with all that it needs.</summary>
    public static PluginGrant With(ImmutableArray<string> permissions) => permissions.IsDefaultOrEmpty ? Plain : new PluginGrant { Permissions = permissions };

    /// <summary>It may not.</summary>
    public static PluginGrant Refused(string reason) => new() { Refusal = reason };
}
