using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using System.Text;
using Softswitch.Sdk.Hosting;

namespace Softswitch.Sdk.Tests.Golden;

/// <summary>Plugins that were built against each minor version of the SDK fit the SDK of today: every method of theirs still finds all it calls.</summary>
public sealed class GoldenTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "assets", "golden");

    public static TheoryData<string> Versions => [.. Directory.GetDirectories(Folder).Select(Path.GetFileName).OfType<string>().Where(name => char.IsDigit(name[0]))];

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_plugin_of_a_version_finds_all_it_calls(string version) => Prepare(Load(File.ReadAllBytes(Path.Combine(Folder, version, "Golden.dll"))));

    [Theory]
    [MemberData(nameof(Versions))]
    public void A_plugin_of_a_version_offers_what_its_manifest_says(string version)
    {
        var module = Module(Load(File.ReadAllBytes(Path.Combine(Folder, version, "Golden.dll"))));
        var manifest = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, version, "plugin.json"))).RootElement;

        Assert.Equal(version, manifest.GetProperty("sdk").GetString());
        Assert.Equal("walk", Assert.Single(module.Steps).Name);
        Assert.Equal(4, module.Handlers.Count);
        Assert.Equal("echo", Assert.Single(module.Endpoints).Name);
        Assert.Equal("round", Assert.Single(module.Tasks).Name);
        Assert.Equal("mark", Assert.Single(module.Policies).Name);
        Assert.Equal("least-calls", Assert.Single(module.Distributions).Name);
    }

    [Fact]
    public void A_member_that_is_no_more_would_be_noticed()
    {
        var image = File.ReadAllBytes(Path.Combine(Folder, "1.0", "Golden.dll"));
        // As if the SDK had never had it.
        var name = image.AsSpan().IndexOf(Encoding.UTF8.GetBytes("SendDigitsAsync\0"));
        image[name] = (byte)'X';

        var missing = Assert.ThrowsAny<MissingMemberException>(() => Prepare(Load(image)));

        Assert.Contains("XendDigitsAsync", missing.Message, StringComparison.Ordinal);
    }

    private static void Prepare(Assembly assembly)
    {
        foreach (var type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            foreach (var method in type.GetMembers(All).OfType<MethodBase>().Where(method => !method.IsAbstract && !method.ContainsGenericParameters)) RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }

    private static PluginModule Module(Assembly assembly) => (PluginModule)Activator.CreateInstance(assembly.GetType("Softswitch.Generated.GoldenModule", throwOnError: true)!)!;

    private static Assembly Load(byte[] image)
    {
        // What it references is found where these tests are, the SDK of today above all.
        var context = new AssemblyLoadContext("golden", isCollectible: true);
        return context.LoadFromStream(new MemoryStream(image));
    }
}
