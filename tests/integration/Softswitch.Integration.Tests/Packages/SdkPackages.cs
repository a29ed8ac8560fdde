using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Packages;

/// <summary>
/// The SDK as its users have it: packages in a feed, packed from what was built last, and the template installed for these tests alone. What NuGet unpacks of them goes into a folder of the tests'
/// own; all other packages are taken from where they are.
/// </summary>
[CollectionDefinition(Collection)]
public sealed class SdkPackages : IAsyncLifetime, ICollectionFixture<SdkPackages>
{
    /// <summary>Tests that share them, one after the other: two that pack at once would get in each other's way.</summary>
    public const string Collection = "SDK packages";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly TemporaryFolder _folder = new();

    private string Feed => _folder.File("feed");

    private string Hive => _folder.File("hive");

    public async Task InitializeAsync()
    {
        // The script that ./test packs with.
        await RunAsync("bash", ["-c", "source .ci/dotnet.sh && source .ci/sdk.sh && pack_sdk \"$1\"", "pack", Feed], SwitchProcess.Root);
        await DotnetAsync(_folder.Path, "new", "install", Path.Combine(Feed, "Softswitch.Templates.1.0.0.nupkg"), "--debug:custom-hive", Hive);
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>A plugin made of the template, in a folder of its own.</summary>
    public async Task<string> CreatePluginAsync(string name)
    {
        var folder = _folder.File(name + "-" + Path.GetRandomFileName());
        await DotnetAsync(_folder.Path, "new", "softswitch-plugin", "-n", name, "-o", folder, "--debug:custom-hive", Hive);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="softswitch" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    /// <summary>Packs a sample that builds from the SDK's packages, in a copy of its folder; the path of the package.</summary>
    public async Task<string> PackSampleAsync(string name, string package)
    {
        // Its nuget.config names the feed as it lies in the sources.
        var tree = Directory.CreateDirectory(_folder.File("tree-" + Path.GetRandomFileName())).FullName;
        Directory.CreateDirectory(Path.Combine(tree, "sdk"));
        Directory.CreateSymbolicLink(Path.Combine(tree, "sdk/feed"), Feed);
        var folder = Directory.CreateDirectory(Path.Combine(tree, "samples", name)).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SwitchProcess.Root, "samples", name))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        await BuildAsync(folder, "pack", ".", "-o", "packages");
        return Path.Combine(folder, "packages", package);
    }

    private async Task DotnetAsync(string folder, params string[] arguments)
    {
        var (status, output) = await TryDotnetAsync(folder, arguments);
        if (status != 0) throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {status}:\n{output}");
    }

    /// <summary>Builds, packs or tests to whatever end, without the habits of the machine (Directory.Build.rsp).</summary>
    public Task<(int Status, string Output)> TryBuildAsync(string folder, string verb, string project, params string[] arguments) =>
        TryDotnetAsync(folder, [verb, project, "-c", "Release", "-noAutoResponse", .. arguments]);

    /// <summary>Builds, packs or tests to its good end.</summary>
    public async Task<string> BuildAsync(string folder, string verb, string project, params string[] arguments)
    {
        var (status, output) = await TryBuildAsync(folder, verb, project, arguments);
        return status == 0 ? output : throw new InvalidOperationException($"dotnet {verb} {project} ended with {status}:\n{output}");
    }

    private async Task<(int Status, string Output)> TryDotnetAsync(string folder, params string[] arguments)
    {
        var all = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        await using var child = ChildProcess.Start("dotnet", arguments, folder, [("NUGET_PACKAGES", _folder.File("packages")), ("NUGET_FALLBACK_PACKAGES", all), ("DOTNET_NOLOGO", "1")]);
        return (await child.WaitForExitAsync(Patience), child.Output);
    }

    private static async Task RunAsync(string program, string[] arguments, string folder)
    {
        await using var child = ChildProcess.Start(program, arguments, folder);
        if (await child.WaitForExitAsync(Patience) != 0) throw new InvalidOperationException(child.Output);
    }
}
