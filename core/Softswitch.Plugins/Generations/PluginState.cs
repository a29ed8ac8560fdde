namespace Softswitch.Plugins.Generations;

/// <summary>Life of a generation of a plugin.</summary>
public enum PluginState
{
    /// <summary>New calls take it.</summary>
    Active,

    /// <summary>New calls take it, and it has failed in a way that does not belong to one step: somebody should look at it.</summary>
    Degraded,

    /// <summary>Another has taken its place; the calls that are up on it go on.</summary>
    Draining,

    /// <summary>It is switched off.</summary>
    Disabled,

    /// <summary>It could not be loaded; the reason says why.</summary>
    Incompatible,
}
