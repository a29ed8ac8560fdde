namespace Softswitch.Sdk.Generators.Shapes;

/// <summary>
/// Something a plugin offers: its entry in the manifest and in the module. Texts only, so that an edit that changes neither is seen to change nothing.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">The class in code.</param>
/// <param name="Name">Its name in the manifest.</param>
/// <param name="Manifest">The entry, in JSON.</param>
/// <param name="Registrations">Code that registers it: one or more expressions.</param>
/// <param name="Binder">The class that makes its options, or null.</param>
/// <param name="Address">What else there may be one of only: method and path of an endpoint; or null.</param>
internal sealed record PluginPart(PartKind Kind, string Type, string Name, string Manifest, string Registrations, BinderSource? Binder = null, string? Address = null);

/// <summary>A generated class that makes options.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">Its code.</param>
internal sealed record BinderSource(string Name, string Code);

/// <summary>What plugins offer.</summary>
internal enum PartKind
{
    Step,
    Handler,
    Endpoint,
    Task,
    Presence,
    Policy,
    Distribution,
    Carriers,
    Charging,
    Voice,
    Directory,
}
