using Microsoft.CodeAnalysis;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Preflight;
using Softswitch.Plugins.Tests.Support;

namespace Softswitch.Plugins.Tests.Preflight;

public sealed class InspectionTests : IDisposable
{
    private const string EndOfCall = "bool TryGet<TFeature>(";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plugin_built_with_this_SDK_has_nothing_against_it() =>
        Assert.Empty(Inspect(new TestPlugin("gate").Step("gate", """
            call.Explain("why"); await call.AnswerAsync(hangup); call.OnEnded((summary, token) => ValueTask.CompletedTask);
            var got = await call.PlayAndCollectAsync("welcome", CollectOptions.UpTo(4) with { MinDigits = 2 }, hangup);
            if (call.TryGet<IDirectory>(out var directory)) return directory.Account;
            try { return (await call.BridgeAsync(new BridgeRequest { Targets = [DialTarget.Extension("1")] }, hangup)).ToOutcome(); }
            catch (CallEndedException e) { return e.Cause.Status.ToString() + e.Message; }
            """)));

    [Fact]
    public void A_plugin_built_with_a_newer_SDK_is_refused_with_the_names_of_what_is_missing()
    {
        var newer = Compiler.SdkWith(source => source
            .Replace("    " + EndOfCall, "    ValueTask WhisperAsync(Prompt prompt, CancellationToken hangup);\n    IMood Mood { get; }\n    " + EndOfCall, StringComparison.Ordinal)
            .Replace("public interface ICallHeaders", "public interface IMood { string Colour { get; } }\npublic interface ICallHeaders", StringComparison.Ordinal)
            .Replace("ValueTask PlayAsync(Prompt prompt, CancellationToken hangup);", "ValueTask PlayAsync(Prompt prompt, int times, CancellationToken hangup);", StringComparison.Ordinal));
        var plugin = new TestPlugin("acme.vip-gate") { Sdk = newer }.Step("vip-gate", "await call.WhisperAsync(\"psst\", hangup); await call.PlayAsync(\"psst\", 2, hangup); return call.Mood.Colour;");
        plugin.Manifest += manifest => manifest["sdk"] = "1.6";

        var problems = Inspect(plugin);

        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.SdkVersion && problem.Text.Contains("built with SDK 1.6; this switch has 1.0", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Text.EndsWith("needs ICall.WhisperAsync (SDK 1.6); this host is 1.0", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Text.Contains("needs ICall.Mood (SDK 1.6)", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Text.Contains("needs IMood (SDK 1.6)", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Text.Contains("needs ICall.PlayAsync(Prompt, Int32, CancellationToken) (SDK 1.6)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plugin_built_with_an_older_minor_of_the_SDK_runs()
    {
        var older = Compiler.SdkWith(source => source.Replace("    void Explain(string reason);", "", StringComparison.Ordinal));
        await using var host = new TestHost();

        Assert.Empty(await host.ApplyAsync(new TestPlugin("gate") { Sdk = older }.Step("gate", "await call.RingAsync(hangup); return call.Dialled;")));

        var call = new FakeCall();
        Assert.Equal("100", (await host.RunAsync("gate", call: call)).Name);
        Assert.Equal(["ring"], call.Done);
    }

    [Fact]
    public void A_plugin_built_with_another_major_of_the_SDK_is_refused()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Manifest += manifest => manifest["sdk"] = "2.0";

        Assert.Equal(PluginProblemCodes.SdkVersion, Assert.Single(Inspect(plugin)).Code);
    }

    [Fact]
    public void A_reference_to_the_core_is_refused()
    {
        var core = MetadataReference.CreateFromFile(typeof(Softswitch.Plugins.PluginProblem).Assembly.Location);
        var problems = Inspect(new TestPlugin("gate") { References = { core } }.Step("gate", "return new(new Softswitch.Plugins.PluginProblem(\"\", \"\").Text);"));

        Assert.Equal(PluginProblemCodes.CoreReference, Assert.Single(problems).Code);
    }

    [Fact]
    public void A_package_that_brings_the_SDK_is_refused()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Files["Softswitch.Sdk.dll"] = File.ReadAllBytes(typeof(Sdk.ICall).Assembly.Location);

        var problem = Assert.Single(Inspect(plugin));
        Assert.Equal(PluginProblemCodes.SharedAssembly, problem.Code);
        Assert.Contains("ExcludeAssets", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_of_the_framework_that_is_newer_than_the_switches_is_refused()
    {
        var newer = Compiler.Compile("System.Text.Json", ["[assembly: System.Reflection.AssemblyVersion(\"99.0.0.0\")] namespace Newer; public static class Json { public static string Text() => \"\"; }"], []);
        var problems = Inspect(new TestPlugin("gate") { References = { MetadataReference.CreateFromImage(newer) }, Files = { ["System.Text.Json.dll"] = newer } }.Step("gate", "return new(Newer.Json.Text());"));

        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.SharedAssembly);
        Assert.Contains(problems, problem => problem.Code == PluginProblemCodes.AssemblyReference && problem.Text.Contains("99.0.0.0", StringComparison.Ordinal));
    }

    [Fact]
    public void A_library_that_is_nowhere_is_named()
    {
        var library = MetadataReference.CreateFromImage(Compiler.Compile("Lost", ["namespace Lost; public static class Words { public static string Say() => \"\"; }"], []));

        Assert.Contains("references Lost 0.0.0.0, which is neither in the package", Assert.Single(Inspect(new TestPlugin("gate") { References = { library } }.Step("gate", "return new(Lost.Words.Say());"))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Platform.X86, true)]
    [InlineData(Platform.Arm, true)]
    [InlineData(Platform.AnyCpu, false)]
    public void It_has_to_be_built_for_this_processor(Platform platform, bool isRefused)
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Platform = platform;

        Assert.Equal(isRefused ? [PluginProblemCodes.Architecture] : [], Inspect(plugin).Select(problem => problem.Code));
    }

    [Fact]
    public void It_has_to_be_built_for_this_framework_or_an_older_one()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Manifest += manifest => manifest["framework"] = "net99.0";

        Assert.Equal(PluginProblemCodes.Framework, Assert.Single(Inspect(plugin)).Code);
    }

    [Theory]
    [InlineData("Softswitch.Generated.Missing")]
    [InlineData("Made.Step0")]
    public void The_class_that_is_looked_up_has_to_be_there_and_a_module(string module)
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Manifest += manifest => manifest["module"] = module;

        Assert.Equal(PluginProblemCodes.Module, Assert.Single(Inspect(plugin)).Code);
    }

    [Fact]
    public void A_manifest_that_was_changed_after_the_build_is_refused()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.ManifestFile = manifest => manifest["version"] = "9.0.0";

        var problem = Assert.Single(Inspect(plugin));
        Assert.Equal(PluginProblemCodes.ManifestLies, problem.Code);
        Assert.Contains("'version' differs", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_cannot_run_in_a_process_of_its_own()
    {
        var plugin = TestPlugin.Returning("gate", "open");
        plugin.Manifest += manifest =>
        {
            manifest["isolation"] = "process";
            manifest["policies"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["name"] = "edit" });
        };

        Assert.Equal(PluginProblemCodes.Isolation, Assert.Single(Inspect(plugin)).Code);
    }

    [Fact]
    public void Damaged_assemblies_are_problems_and_no_exceptions()
    {
        var built = TestPlugin.Returning("gate", "open").Build(_folder["good"]);
        var path = Path.Combine(built, "Plugin.gate.dll");
        var good = File.ReadAllBytes(path);
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var bad = (byte[])good.Clone();
            for (var i = random.Next(1, 20); i > 0; i--) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, round % 10 == 0 ? bad[..random.Next(bad.Length)] : bad);
            var problems = new List<PluginProblem>();
            Inspection.Inspect(PluginFolder.Open(built, needsHashes: false, new PackageLimits(), [])!, problems);
        }
    }

    private List<PluginProblem> Inspect(TestPlugin plugin)
    {
        var problems = new List<PluginProblem>();
        var folder = PluginFolder.Open(plugin.Build(_folder["plugin"]), needsHashes: false, new PackageLimits(), problems);
        Assert.Empty(problems);
        Inspection.Inspect(folder!, problems);
        return problems;
    }
}
