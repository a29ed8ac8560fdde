using System.Text.Json;
using Softswitch.Sdk;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Dialplan.Steps;

/// <summary>The kinds of things that plugins offer beside steps and plans name: their section of the manifest, their interface, what a person calls them.</summary>
public static class PointKinds
{
    private static readonly PointKind[] All =
    [
        PointKind.Of<ICallDistribution>(Reference.Distribution, "distributions", "strategy", module => module.Distributions),
        PointKind.Of<ICarrierSelection>(Reference.Carriers, "carriers", "selection of carriers", module => module.Carriers),
        PointKind.Of<ICharging>(Reference.Charging, "charging", "tariff", module => module.Charging),
        PointKind.Of<ISpeechSynthesis>(Reference.Voice, "voices", "voice", module => module.Voices),
        PointKind.Of<IDirectorySource>(Reference.Directory, "directorySources", "directory source", module => module.DirectorySources) with { IsAskedApart = true },
    ];

    /// <summary>The sections of a manifest that declare them.</summary>
    public static IReadOnlyList<string> Sections { get; } = Array.ConvertAll(All, one => one.Section);

    /// <summary>Whether an option that refers to this names something of a plugin.</summary>
    public static bool Has(Reference? kind) => Array.Exists(All, one => one.Reference == kind);

    /// <summary>Whether the switch asks it apart from the step that names it, which goes on without an answer: it may also run in a process of its own.</summary>
    public static bool IsAskedApart(Reference kind) => Find(kind).IsAskedApart;

    /// <summary>What a person calls one: <c>strategy</c>.</summary>
    public static string WordOf(Reference kind) => Find(kind).Word;

    /// <summary>What an interface of the SDK is referred to as; null where plans cannot name the like.</summary>
    public static Reference? KindOf(Type contract) => Array.Find(All, one => one.Contract == contract)?.Reference;

    /// <summary>All that a manifest declares; what it says wrongly is left out, for its reader has said so.</summary>
    public static IReadOnlyList<PointType> Read(JsonElement manifest)
    {
        if (Text(manifest, "id") is not { } plugin || Text(manifest, "version") is not { } version) return [];
        var points = new List<PointType>();
        foreach (var kind in All)
        {
            if (!manifest.TryGetProperty(kind.Section, out var entries) || entries.ValueKind != JsonValueKind.Array) continue;
            foreach (var entry in entries.EnumerateArray())
            {
                if (Text(entry, "name") is { } name) points.Add(new PointType(kind.Reference, StepTypeReader.FullName(plugin, name), plugin, version));
            }
        }

        return points;
    }

    /// <summary>What a plugin's code offers, by what plans call it.</summary>
    public static IEnumerable<(Reference Kind, string Name)> Of(string plugin, PluginModule module) =>
        All.SelectMany(kind => kind.Names(module), (kind, name) => (kind.Reference, StepTypeReader.FullName(plugin, name)));

    /// <summary>Makes one with the services of an account.</summary>
    /// <exception cref="KeyNotFoundException">The module has none of this name.</exception>
    public static object Create(PointType point, PluginModule module, IServiceProvider services) =>
        Find(point.Kind).Create(module, name => StepTypeReader.FullName(point.Plugin, name) == point.Name, services) ?? throw new KeyNotFoundException($"plugin {point.Plugin} has no {WordOf(point.Kind)} '{point.Name}'");

    private static PointKind Find(Reference kind) => Array.Find(All, one => one.Reference == kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "Plugins offer nothing of the kind.");

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record PointKind(
        Reference Reference, string Section, string Word, Type Contract, Func<PluginModule, IEnumerable<string>> Names, Func<PluginModule, Func<string, bool>, IServiceProvider, object?> Create)
    {
        public bool IsAskedApart { get; init; }

        public static PointKind Of<T>(Reference reference, string section, string word, Func<PluginModule, IReadOnlyList<Registration<T>>> all)
            where T : class =>
            new(reference, section, word, typeof(T), module => all(module).Select(one => one.Name), (module, isMeant, services) => all(module).FirstOrDefault(one => isMeant(one.Name))?.Create(services));
    }
}
