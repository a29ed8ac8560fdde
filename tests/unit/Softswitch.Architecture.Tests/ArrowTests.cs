using System.Reflection;

namespace Softswitch.Architecture.Tests;

/// <summary>Arrows point one way: Host → (Kernel, Plugins) → (Sip, Media, Dialplan) → (Net, Sdk).</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Softswitch.Net"] = [],
        ["Softswitch.Sip"] = ["Softswitch.Net"],
        ["Softswitch.Media"] = ["Softswitch.Net"],
        ["Softswitch.Dialplan"] = ["Softswitch.Sdk"],
        ["Softswitch.Plugins"] = ["Softswitch.Dialplan", "Softswitch.Sdk"],
        ["Softswitch.Kernel"] = ["Softswitch.Sip", "Softswitch.Media", "Softswitch.Net", "Softswitch.Dialplan", "Softswitch.Sdk"],
        ["softswitch"] = ["Softswitch.Kernel", "Softswitch.Plugins", "Softswitch.Sip", "Softswitch.Media", "Softswitch.Net", "Softswitch.Dialplan", "Softswitch.Sdk"],
    };

    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["Softswitch.Net"] = [],
        ["Softswitch.Sip"] = [],
        ["Softswitch.Media"] = [],
        ["Softswitch.Dialplan"] = ["YamlDotNet"],
        ["Softswitch.Plugins"] = [],
        ["Softswitch.Kernel"] = ["Npgsql", "Handlebars.Net"],
        ["Softswitch.Host"] = ["System.CommandLine"],
    };

    public static TheoryData<string> Assemblies => [.. Allowed.Keys];

    public static TheoryData<string> Projects => [.. Packages.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_references_only_those_below_it(string name)
    {
        var references = Assembly.Load(name).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(reference => reference.StartsWith("Softswitch.", StringComparison.OrdinalIgnoreCase));

        Assert.Empty(references.Except(Allowed[name]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_those_below_it(string project)
    {
        var assembly = project == "Softswitch.Host" ? "softswitch" : project;

        Assert.Empty(Repository.References(project, "ProjectReference").Except(Allowed[assembly]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_uses_only_the_packages_agreed_on(string project) =>
        Assert.Empty(Repository.References(project, "PackageReference").Except(Packages[project]));

    [Fact]
    public void Every_project_of_the_core_has_its_arrows_here() => Assert.Equal(
        Packages.Keys.Order(),
        Directory.GetDirectories(Path.Combine(Repository.Root, "core")).Select(Path.GetFileName).Order());

    [Theory]
    [InlineData("Npgsql", "core/Softswitch.Kernel/Storage/", "core/Softswitch.Kernel/Services/")]
    [InlineData("NpgsqlTypes", "core/Softswitch.Kernel/Services/", "core/Softswitch.Kernel/Storage/")]
    [InlineData("HandlebarsDotNet", "core/Softswitch.Kernel/Services/Templates/")]
    [InlineData("YamlDotNet", "core/Softswitch.Dialplan/Yaml/")]
    [InlineData("System.CommandLine", "core/Softswitch.Host/")]
    [InlineData("Microsoft.AspNetCore", "core/Softswitch.Host/Http/")]
    public void A_library_is_used_in_its_own_part_only(string library, params string[] parts)
    {
        var users = Repository.Sources("core")
            .Where(file => !parts.Any(part => file.StartsWith(part, StringComparison.Ordinal)))
            .Where(file => Repository.Lines(file).Any(line => Uses(line, library)));

        Repository.AssertNone(users.ToList());
    }

    private static bool Uses(string line, string library) =>
        line.StartsWith("using " + library + ";", StringComparison.Ordinal)
        || line.StartsWith("using " + library + ".", StringComparison.Ordinal)
        || line.Contains("global::" + library + ".", StringComparison.Ordinal);
}
