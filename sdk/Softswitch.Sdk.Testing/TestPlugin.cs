using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Softswitch.Dialplan.Plans;
using Softswitch.Dialplan.Steps;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Sdk.Testing;

/// <summary>A plugin that a test has loaded: its manifest and its module, as the build made them.</summary>
internal sealed class TestPlugin
{
    private TestPlugin(PluginType type, PluginModule module)
    {
        Type = type;
        Module = module;
    }

    public PluginType Type { get; }

    public PluginModule Module { get; }

    public string Id => Type.Id;

    public string Version => Type.Version;

    /// <summary>The plugin of an assembly.</summary>
    /// <exception cref="InvalidOperationException">It has no manifest.</exception>
    public static TestPlugin Of(Assembly assembly)
    {
        var json = assembly.GetCustomAttribute<PluginManifestAttribute>()?.Json
            ?? throw new InvalidOperationException($"{assembly.GetName().Name} has no manifest; its project has to reference the package Softswitch.Sdk, whose generator makes one of its steps.");
        using var manifest = JsonDocument.Parse(json);
        var (steps, problems) = StepTypeReader.Read(manifest.RootElement);
        if (problems.Count > 0) throw new InvalidOperationException($"The manifest of {assembly.GetName().Name} is wrong: {string.Join("; ", problems)}");
        var module = assembly.GetType(manifest.RootElement.GetProperty("module").GetString()!, throwOnError: true)!;
        var type = new PluginType(manifest.RootElement.GetProperty("id").GetString()!, manifest.RootElement.GetProperty("version").GetString()!, steps) { Points = PointKinds.Read(manifest.RootElement) };
        return new TestPlugin(type, (PluginModule)Activator.CreateInstance(module, nonPublic: true)!);
    }

    /// <summary>A step at a place of its own.</summary>
    public (StepNode Node, StepRegistration Registration) Single(Type step, IEnumerable<string> handled)
    {
        var name = step.GetCustomAttribute<StepAttribute>()?.Name ?? throw new InvalidOperationException($"{step.Name} has no [Step].");
        var registration = Module.Steps.First(one => one.Name == name);
        var type = Type.Steps.First(one => one.Name == StepTypeReader.FullName(Id, name));
        var node = new StepNode
        {
            Info = new StepInfo(type.Name, "main", "test:1:1", handled.ToFrozenSet()),
            Type = type,
            Options = PlanOptions.Empty,
            Variables = [],
            Deadline = type.Deadline,
        };
        return (node, registration);
    }
}
