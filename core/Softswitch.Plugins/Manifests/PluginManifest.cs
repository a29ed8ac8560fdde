using System.Collections.Immutable;
using System.Text.Json;
using Softswitch.Dialplan.Steps;

namespace Softswitch.Plugins.Manifests;

/// <summary>What a plugin says of itself in <c>plugin.json</c>: all that the switch knows of it without loading its code.</summary>
public sealed record PluginManifest
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its version.</summary>
    public required SemanticVersion Version { get; init; }

    /// <summary>One line that says what it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Who made it.</summary>
    public string Authors { get; init; } = "";

    /// <summary>Major and minor version of the SDK it was built against.</summary>
    public required (int Major, int Minor) Sdk { get; init; }

    /// <summary>The framework it was built for: <c>net10.0</c>.</summary>
    public required string Framework { get; init; }

    /// <summary>File name of its assembly.</summary>
    public required string Assembly { get; init; }

    /// <summary>Full name of the class that the switch looks up in it.</summary>
    public required string Module { get; init; }

    /// <summary>Where its code runs.</summary>
    public PluginIsolation Isolation { get; init; }

    /// <summary>Whether a new version may take over while the switch runs, and this one be unloaded.</summary>
    public bool HotReload { get; init; }

    /// <summary>What it wants to be allowed: <c>http.out</c>, <c>store: 20 MB</c>.</summary>
    public ImmutableArray<string> Needs { get; init; } = [];

    /// <summary>Its steps.</summary>
    public ImmutableArray<StepManifest> Steps { get; init; } = [];

    /// <summary>Its handlers of events.</summary>
    public ImmutableArray<HandlerManifest> Handlers { get; init; } = [];

    /// <summary>Its HTTP endpoints.</summary>
    public ImmutableArray<EndpointManifest> Endpoints { get; init; } = [];

    /// <summary>Names of its background tasks.</summary>
    public ImmutableArray<string> Tasks { get; init; } = [];

    /// <summary>Names of its presence sources.</summary>
    public ImmutableArray<string> PresenceSources { get; init; } = [];

    /// <summary>Names of its SIP policies.</summary>
    public ImmutableArray<string> Policies { get; init; } = [];

    /// <summary>What else it offers that plans name.</summary>
    public ImmutableArray<PointType> Points { get; init; } = [];

    /// <summary>The whole manifest as it is written.</summary>
    public JsonElement Json { get; init; }

    /// <summary>Id and version: <c>ivr@1.4.0</c>.</summary>
    public string Origin => Id + "@" + Version;
}

/// <summary>Where a plugin's code runs.</summary>
public enum PluginIsolation
{
    /// <summary>In the switch's process: fast, and no wall against an endless recursion or the exhaustion of memory.</summary>
    InProcess,

    /// <summary>In a process of its own, whose end costs the steps under way in it and nothing else.</summary>
    Process,
}

/// <summary>A step.</summary>
public sealed record StepManifest
{
    /// <summary>Its name within the plugin.</summary>
    public required string Name { get; init; }

    /// <summary>One line that says what it does.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Outcomes it declares; at least one.</summary>
    public ImmutableArray<string> Outcomes { get; init; } = ["done"];

    /// <summary>A regular expression of further outcomes, or null.</summary>
    public string? OutcomePattern { get; init; }

    /// <summary>Outcomes that end the call where a plan maps nothing to them.</summary>
    public ImmutableArray<string> EndsCall { get; init; } = [];

    /// <summary>Whether the caller's media has to come through the switch.</summary>
    public bool UsesMedia { get; init; }

    /// <summary>Longest time for one run.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>JSON Schema of its options; of kind undefined where it has none.</summary>
    public JsonElement Options { get; init; }
}

/// <summary>A handler of events.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Events">Names of the kinds of events it is told, without their namespace.</param>
public sealed record HandlerManifest(string Name, ImmutableArray<string> Events);

/// <summary>An HTTP endpoint.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">GET, POST, PUT or DELETE.</param>
/// <param name="Path">Below the plugin's own path.</param>
public sealed record EndpointManifest(string Name, string Method, string Path);
