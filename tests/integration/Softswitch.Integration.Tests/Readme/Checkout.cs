using Softswitch.Integration.Tests.Audio;
using Softswitch.Integration.Tests.Processes;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Readme;

/// <summary>
/// A copy of the sources beside what was built of the switch, where a reader's commands are run: folders, ports, templates and packages of its own, and no other source of packages than what the
/// machine has unpacked already.
/// </summary>
internal sealed class Checkout : IAsyncDisposable
{
    private const int MediaPorts = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private ChildProcess? _switch;

    private Checkout()
    {
    }

    public int SipPort { get; } = LoopbackPorts.Take();

    private int HttpPort { get; } = LoopbackPorts.Take();

    private string Folder => _folder.File("softswitch");

    /// <summary>What the switch has printed.</summary>
    public string Log => _switch?.Output ?? "";

    private string Prompts => _folder.File("prompts");

    /// <summary>Copies the sources.</summary>
    public static Checkout Create()
    {
        var checkout = new Checkout();
        var root = SwitchProcess.Root;
        foreach (var file in new[] { "README.md", "nuget.config", "Directory.Build.props", "Directory.Packages.props", ".editorconfig" }) checkout.Write(file, File.ReadAllText(Path.Combine(root, file)));
        foreach (var folder in new[] { "sdk", "dialplans" }) Copy(Path.Combine(root, folder), Path.Combine(checkout.Folder, folder));
        Directory.CreateSymbolicLink(Path.Combine(checkout.Folder, "core"), Path.Combine(root, "core"));
        checkout.LinkPackages();
        checkout.Configure();
        return checkout;
    }

    /// <summary>A section of its README.</summary>
    public ReadmeSection Read(string heading) => ReadmeSection.Read(Path.Combine(Folder, "README.md"), heading);

    /// <summary>Puts a tone in the place of a recording.</summary>
    public void Record(string prompt, int hertz, int seconds)
    {
        var path = Path.Combine(Prompts, prompt + ".wav");
        // A link: what it leads to is the system's.
        File.Delete(path);
        ToneFile.Write(path, hertz, seconds);
    }

    /// <summary>Writes a file that a section prints.</summary>
    public void Write(ReadmeBlock block) => Write(block.File ?? throw new InvalidDataException("No file is named before the block:\n" + block.Text), block.Text);

    /// <summary>Runs commands as they are printed, in a shell of their own; fails with their output where one fails.</summary>
    public async Task<string> RunAsync(string commands)
    {
        var script = _folder.Write("commands.sh", "shopt -s expand_aliases\nset -eu\n" + commands);
        await using var shell = ChildProcess.Start("bash", [script], Folder, Environment());
        return await shell.WaitForExitAsync(Patience) == 0 ? shell.Output : throw new InvalidOperationException($"These commands failed:\n{commands}\n{shell.Output}");
    }

    /// <summary>What <c>./run</c> does once it has built the switch.</summary>
    public async Task StartAsync()
    {
        _switch = ChildProcess.Start("dotnet", ["core/Softswitch.Host/bin/Release/net10.0/softswitch.dll", "run"], Folder, Environment());
        using var http = new HttpClient();
        await Eventually.TrueAsync(() => _switch.HasExited || IsHealthy(http).GetAwaiter().GetResult(), () => "the switch does not become healthy:\n" + Log, StartsWithin);
        if (_switch.HasExited) throw new InvalidOperationException("the switch ended:\n" + Log);
    }

    public async ValueTask DisposeAsync()
    {
        if (_switch is not null) await _switch.DisposeAsync();
        _folder.Dispose();
    }

    private void Write(string path, string text)
    {
        var full = Path.GetFullPath(path, Folder);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    private void Configure()
    {
        var media = LoopbackPorts.Take(MediaPorts);
        Write("softswitch.yaml", $$"""
            data: {{_folder.File("data")}}
            prompts: {{Prompts}}
            default-account: demo
            listen: [udp 127.0.0.1:{{SipPort}}]
            http: 127.0.0.1:{{HttpPort}}
            media: { address: 127.0.0.1, ports: {{media}}-{{media + MediaPorts - 1}} }
            stop-wait: 2s

            """);
        Link(new Host.Configuration.SwitchConfiguration().Prompts, Prompts);
    }

    /// <summary>The recordings of the system, each to be had in this folder, too.</summary>
    private static void Link(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source)) File.CreateSymbolicLink(Path.Combine(target, Path.GetFileName(file)), file);
        foreach (var folder in Directory.EnumerateDirectories(source)) Link(folder, Path.Combine(target, Path.GetFileName(folder)));
    }

    /// <summary>All that the machine has unpacked but the SDK, which is another one each time it is built.</summary>
    private void LinkPackages()
    {
        var all = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var links = Directory.CreateDirectory(_folder.File("unpacked")).FullName;
        foreach (var package in Directory.EnumerateDirectories(all))
        {
            var name = Path.GetFileName(package);
            if (!name.StartsWith("softswitch.", StringComparison.Ordinal)) Directory.CreateSymbolicLink(Path.Combine(links, name), package);
        }
    }

    private (string Name, string Value)[] Environment() =>
    [
        ("DOTNET_CLI_HOME", _folder.File("home")), ("DOTNET_NOLOGO", "1"), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
        ("MSBUILDDISABLENODEREUSE", "1"), ("NUGET_PACKAGES", _folder.File("packages")), ("NUGET_FALLBACK_PACKAGES", _folder.File("unpacked")),
    ];

    private async Task<bool> IsHealthy(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}/health"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The sources without what was built of them.</summary>
    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.EnumerateFiles(source).Where(file => !file.EndsWith(".nupkg", StringComparison.Ordinal))) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            if (Path.GetFileName(folder) is not ("bin" or "obj")) Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        }
    }
}
