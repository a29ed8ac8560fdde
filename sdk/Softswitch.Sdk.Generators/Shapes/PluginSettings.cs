namespace Softswitch.Sdk.Generators.Shapes;

/// <summary>What the plugin's project says of it.</summary>
internal sealed record PluginSettings
{
    public string Id { get; init; } = "";

    public string Version { get; init; } = "";

    public string? Description { get; init; }

    public string? Authors { get; init; }

    /// <summary>Major and minor of the SDK it is built against.</summary>
    public string Sdk { get; init; } = "";

    public string Framework { get; init; } = "";

    /// <summary>Name of the assembly.</summary>
    public string Assembly { get; init; } = "";

    /// <summary>Name of the generated class.</summary>
    public string Module { get; init; } = "";

    public string Isolation { get; init; } = "";

    public bool HotReload { get; init; }

    /// <summary>What it has to be granted, joined by semicolons.</summary>
    public string Needs { get; init; } = "";
}
