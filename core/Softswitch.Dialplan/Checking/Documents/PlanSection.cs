namespace Softswitch.Dialplan.Checking;

/// <summary>A key at the top of an account's files. Other parts of the switch bring sections of their own.</summary>
/// <param name="Name">The key.</param>
/// <param name="MaySpread">Whether several files may have it: their maps are put together, and no key may be in two of them.</param>
public sealed record PlanSection(string Name, bool MaySpread = false)
{
    /// <summary>The sections that the language itself has.</summary>
    public static IReadOnlyList<PlanSection> Language { get; } =
    [
        new("dialplan"), new("account"), new("reseller"), new("uses", true), new("variables", true), new("numbers", true), new("codes", true),
        new("extension-flow"), new("on-error"), new("flows", true),
    ];

    /// <summary>Those of a layer above accounts.</summary>
    public static IReadOnlyList<PlanSection> Layer { get; } =
        [new("dialplan"), new("layer"), new("uses", true), new("variables", true), new("numbers", true), new("codes", true), new("flows", true), new("locked", true), new("grants", true)];
}
