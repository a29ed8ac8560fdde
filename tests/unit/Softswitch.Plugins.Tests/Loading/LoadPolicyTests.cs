using Microsoft.CodeAnalysis;
using Softswitch.Dialplan.Engine;
using Softswitch.Plugins.Generations;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Plugins.Tests.Loading;

public sealed class LoadPolicyTests : IAsyncDisposable
{
    private readonly TestHost _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_library_comes_out_of_the_package_and_two_plugins_may_have_two_versions_of_it()
    {
        Assert.Empty(await _host.ApplyAsync(WithLibrary("first", "one"), WithLibrary("second", "two")));

        Assert.Equal("one", (await _host.RunAsync("first")).Name);
        Assert.Equal("two", (await _host.RunAsync("second")).Name);
        Assert.Contains(_host.Host.Explain("first")[0].Resolutions, line => line.StartsWith("Library.Ünïcode", StringComparison.Ordinal) && line.Contains("the plugin's own", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_SDK_is_the_switches_own_and_the_framework_is_the_switches()
    {
        await _host.ApplyAsync(TestPlugin.Returning("gate", "open"));
        await _host.RunAsync("gate");

        var lines = Assert.Single(_host.Host.Explain("gate")).Resolutions;
        Assert.Contains(lines, line => line.StartsWith("Softswitch.Sdk", StringComparison.Ordinal) && line.Contains("shared with the switch", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("System.", StringComparison.Ordinal) && line.Contains("the framework's", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_switch_happens_to_ship_is_no_plugins()
    {
        // YamlDotNet is beside the switch; a plugin that was not packed with it must not get it.
        var yaml = MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, "YamlDotNet.dll"));
        var plugin = new TestPlugin("gate") { References = { yaml } }.Step("gate", "return new(Late());static string Late() => new YamlDotNet.Serialization.Deserializer().ToString()!;");
        var locked = _host.Install(plugin, inspect: false);

        var problems = await _host.ApplyAsync([locked], isStart: true);

        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.AssemblyReference && problem.Text.Contains("YamlDotNet", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_asked_for_by_name_while_it_runs_and_is_nowhere_fails_with_a_report()
    {
        await _host.ApplyAsync(new TestPlugin("gate").Step("gate", """
            try { System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(GetType().Assembly)!.LoadFromAssemblyName(new("YamlDotNet")); return new("found"); }
            catch (FileLoadException e) { return new(e.ToString()); }
            """));

        Assert.Contains("neither in its package nor of the framework", (await _host.RunAsync("gate")).Name, StringComparison.Ordinal);
        Assert.Contains(_host.Host.Explain("gate")[0].Resolutions, line => line.StartsWith("YamlDotNet", StringComparison.Ordinal) && line.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Translations_come_out_of_the_package_by_culture()
    {
        var satellite = Compiler.Compile("Plugin.gate.resources", ["[assembly: System.Reflection.AssemblyCulture(\"es\")]"], []);
        await _host.ApplyAsync(new TestPlugin("gate") { Files = { ["es/Plugin.gate.resources.dll"] = satellite } }.Step("gate", """
            return new(GetType().Assembly.GetSatelliteAssembly(new System.Globalization.CultureInfo("es")).GetName().CultureName!);
            """));

        Assert.Equal("es", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task Types_that_are_looked_up_by_text_while_the_plugin_starts_are_found_in_it()
    {
        var plugin = new TestPlugin("gate") { ModuleMembers = "public static string? Found; public MadeModule() => Found = System.Reflection.Assembly.Load(\"Plugin.gate\").GetName().Name;" }
            .Step("gate", "return new(Softswitch.Generated.MadeModule.Found!);");
        Assert.Empty(await _host.ApplyAsync(plugin));

        Assert.Equal("Plugin.gate", (await _host.RunAsync("gate")).Name);
    }

    [Fact]
    public async Task A_native_library_that_is_not_there_is_left_to_the_system_and_logged()
    {
        await _host.ApplyAsync(new TestPlugin("gate")
            .Source("namespace Made; public static class Native { [System.Runtime.InteropServices.DllImport(\"no-such-library\")] public static extern int Nothing(); }")
            .Step("gate", "try { return new(Native.Nothing().ToString()); } catch (DllNotFoundException) { return new(\"missing\"); }"));

        Assert.Equal("missing", (await _host.RunAsync("gate")).Name);
        Assert.Contains(_host.Host.Explain("gate")[0].Resolutions, line => line.StartsWith("no-such-library", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_damaged_list_of_dependencies_is_a_problem_and_no_exception()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Files["Plugin.gate.deps.json"] = "{ \"targets\": 7"u8.ToArray();

        var problem = Assert.Single(await _host.ApplyAsync(plugin));

        Assert.Equal(PluginProblemCodes.Load, problem.Code);
        Assert.Contains(".deps.json", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_names_other_steps_than_the_code_has_is_refused()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Manifest += manifest => manifest["steps"]!.AsArray()[0]!["name"] = "door";

        Assert.Equal(PluginProblemCodes.ManifestLies, Assert.Single(await _host.ApplyAsync(plugin)).Code);
    }

    [Fact]
    public void The_surface_of_the_SDK_mentions_the_framework_only()
    {
        var references = typeof(Sdk.ICall).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!).Where(name => !Plugins.Preflight.FrameworkAssemblies.Has(name));

        Assert.Empty(references);
    }

    [Fact]
    public async Task The_plugins_that_the_product_comes_with_are_loaded_unless_another_version_is_installed()
    {
        var shipped = TestPlugin.Returning("gate", "shipped");
        shipped.Manifest += manifest => manifest["hotReload"] = false;
        shipped.Build(_host.Folder("in-box/gate"));
        await _host.ApplyAsync(Array.Empty<LockedPlugin>(), isStart: true);
        Assert.Equal("shipped", (await _host.RunAsync("gate")).Name);

        await using var other = new TestHost(options => options with { InBox = _host.Folder("in-box") });
        await other.ApplyAsync([other.Install(TestPlugin.Returning("gate", "installed", "1.1.0"))], isStart: true);
        Assert.Equal("installed", (await other.RunAsync("gate")).Name);
        Assert.Equal(PluginState.Active, Assert.Single(other.Host.Status).State);
    }

    [Fact]
    public async Task What_the_product_comes_with_is_loaded_once_a_plan_uses_it()
    {
        TestPlugin.Returning("gate", "shipped").Build(_host.Folder("in-box/gate"));
        await _host.ApplyAsync(Array.Empty<LockedPlugin>(), isStart: true);
        Assert.Contains("left until a plan uses it", Assert.Single(Resolutions("gate")), StringComparison.Ordinal);

        Assert.Equal("shipped", (await _host.RunAsync("gate")).Name);

        Assert.Contains(Resolutions("gate"), line => line.Contains("shared with the switch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_plan_is_expected_to_use_is_loaded_before_the_first_call()
    {
        TestPlugin.Returning("gate", "shipped").Build(_host.Folder("in-box/gate"));
        await _host.ApplyAsync(Array.Empty<LockedPlugin>(), isStart: true);

        _host.Host.Expect(_host.Host.Installed.Single());

        for (var tries = 0; Resolutions("gate").Count < 2; tries++)
        {
            Assert.True(tries < 1000, "it was not loaded");
            await Task.Delay(10);
        }
    }

    [Fact]
    public async Task What_the_product_comes_with_and_is_damaged_costs_its_own_steps_and_is_told_of()
    {
        var shipped = TestPlugin.Returning("gate", "shipped");
        shipped.Manifest += manifest => manifest["module"] = "Made.Nowhere";
        shipped.Build(_host.Folder("in-box/gate"));
        await _host.ApplyAsync(Array.Empty<LockedPlugin>(), isStart: true);

        await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("gate"));
        await Assert.ThrowsAsync<StepUnavailableException>(() => _host.RunAsync("gate"));

        Assert.Equal(PluginState.Degraded, Assert.Single(_host.Host.Status).State);
        Assert.Single(_host.Lines, line => line.Contains("Plugin gate@1.0.0#1 cannot be loaded", StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Resolutions(string plugin) => [.. _host.Host.Explain(plugin).SelectMany(explained => explained.Resolutions)];

    private static TestPlugin WithLibrary(string id, string says)
    {
        var library = Compiler.Compile("Library.Ünïcode", [$"namespace Library; public static class Words {{ public static string Say() => \"{says}\"; }}"], []);
        return new TestPlugin(id) { References = { MetadataReference.CreateFromImage(library) }, Files = { ["Library.Ünïcode.dll"] = library } }
            .Step(id, "return new(Library.Words.Say());");
    }
}
