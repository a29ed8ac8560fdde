using Softswitch.Host.Composition;
using Softswitch.Host.Configuration;
using Softswitch.Plugins;
using Softswitch.Plugins.Packages;
using Softswitch.Plugins.Preflight;

namespace Softswitch.Host.Commands.Plugins;

/// <summary>What the commands about plugins do. The folder of plugins is theirs and the switch's; what runs is told over HTTP.</summary>
internal sealed class PluginTool(SwitchConfiguration configuration, TextWriter output)
{
    private const string MutexName = ".applying";

    private readonly PluginStore _store = new(SwitchPlugins.FolderOf(configuration), inBox: configuration.Plugins);
    private readonly RunningSwitch _running = new(configuration.Http);

    /// <summary>Checks a package.</summary>
    public async Task<int> VerifyAsync(string source)
    {
        var problems = new List<PluginProblem>();
        PluginFolder? plugin = null;
        _store.Verify(source, Signatures(), problems, found =>
        {
            plugin = found;
            Inspection.Inspect(found, problems);
        });
        if (problems.Count > 0) return await RefuseAsync(problems, source);
        await output.WriteLineAsync($"{plugin!.Manifest.Origin} is good: SDK {plugin.Manifest.Sdk.Major}.{plugin.Manifest.Sdk.Minor}, {plugin.Manifest.Steps.Length} step(s), {plugin.Hashes.Files.Count} file(s), content {plugin.Hashes.Content[..8]}");
        return ExitCodes.Success;
    }

    /// <summary>Checks a package and puts it into its place.</summary>
    public async Task<int> InstallAsync(string source)
    {
        var problems = new List<PluginProblem>();
        if (_store.Install(source, Signatures(), problems, plugin => Inspection.Inspect(plugin, problems)) is not { } installed) return await RefuseAsync(problems, source);
        await output.WriteLineAsync($"{installed.Manifest.Origin} is installed in {installed.Root}");
        await output.WriteLineAsync($"Bring it into force: softswitch plugin apply {installed.Manifest.Id}@{installed.Manifest.Version}");
        return ExitCodes.Success;
    }

    /// <summary>Changes what is in force.</summary>
    public async Task<int> ApplyAsync(ApplyRequest request, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_store.Folder);
        await using var mutex = Mutex();
        if (mutex is null)
        {
            await output.WriteLineAsync($"Another 'plugin apply' is under way ({Path.Combine(_store.Folder, MutexName)}); try again when it is done.");
            return ExitCodes.Failure;
        }

        var problems = new List<PluginProblem>();
        var before = PluginLock.Read(_store.Folder, problems);
        problems.Clear();
        var next = new LockChange(_store.Installed(), InBox(), request.Reseller, request.IsBeside, problems).Make(before, request.Plugins, request.Change);
        foreach (var plugin in next.Except(before))
        {
            if (_store.Find(plugin, problems) is { } found) Inspection.Inspect(found, problems);
        }

        if (problems.Count > 0) return await RefuseAsync(problems, "what was asked for");
        PluginLock.Write(_store.Folder, next);
        return await TellAsync(before, request.IsForced, cancellation);
    }

    /// <summary>Shows what there is.</summary>
    public async Task<int> ListAsync(CancellationToken cancellation)
    {
        var locked = PluginLock.Read(_store.Folder, []);
        foreach (var plugin in InBox())
        {
            var isDisabled = locked.Any(other => other.Id == plugin.Id && other is { IsDisabled: true, Reseller: null });
            await WriteAsync(plugin, isDisabled ? "comes with the switch, switched off" : locked.Any(other => other.Id == plugin.Id && other.Reseller is null) ? "comes with the switch, another version is locked" : "comes with the switch");
        }

        foreach (var plugin in _store.Installed())
        {
            var lines = locked.Where(other => other.Id == plugin.Id && other.Hash == plugin.Hash).ToList();
            if (lines.Count == 0) await WriteAsync(plugin, "installed");
            foreach (var line in lines) await WriteAsync(plugin, (line.IsDisabled ? "switched off" : "locked") + (line.Reseller is { } reseller ? $" for reseller {reseller}" : ""));
        }

        if (await _running.GetAsync("/plugins", cancellation) is { } answer)
        {
            foreach (var line in StatusLines.Of(answer.Body)) await output.WriteLineAsync(line);
        }
        else
        {
            await output.WriteLineAsync($"{_running.Silence}: what is locked comes into force when it starts.");
        }

        return ExitCodes.Success;
    }

    /// <summary>Shows where the assemblies of a plugin come from: in the switch where it runs, else by loading it here.</summary>
    public async Task<int> ExplainAsync(string id, CancellationToken cancellation)
    {
        if (await _running.GetAsync("/plugins/" + Uri.EscapeDataString(id), cancellation) is { } answer)
        {
            await output.WriteAsync(answer.Body);
            return answer.Status == 200 ? ExitCodes.Success : ExitCodes.Failure;
        }

        await output.WriteLineAsync($"{_running.Silence}: it was loaded here to see.");
        return await OfflineExplanation.WriteAsync(configuration, id, output, cancellation) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private IReadOnlyList<LockedPlugin> InBox() => [.. _store.InBox([]).Select(LockedPlugin.Of)];

    private Task WriteAsync(LockedPlugin plugin, string state) => output.WriteLineAsync($"{plugin.Id,-32} {plugin.Version,-12} {plugin.Hash[..8]} {state}");

    private async Task<int> TellAsync(IReadOnlyList<LockedPlugin> before, bool isForced, CancellationToken cancellation)
    {
        if (await _running.PostAsync(isForced ? "/plugins/apply?force=true" : "/plugins/apply", cancellation) is not { } answer)
        {
            await output.WriteLineAsync($"{_running.Silence}: {PluginLock.FileName} is written and comes into force when it starts, or by SIGHUP.");
            return ExitCodes.Success;
        }

        await output.WriteAsync(answer.Body);
        if (answer.Status == 200) return ExitCodes.Success;
        PluginLock.Write(_store.Folder, before);
        return ExitCodes.Findings;
    }

    private async Task<int> RefuseAsync(List<PluginProblem> problems, string what)
    {
        foreach (var problem in problems.Distinct()) await output.WriteLineAsync(problem.ToString());
        await output.WriteLineAsync($"{problems.Distinct().Count()} problem(s) with {what}");
        return ExitCodes.Findings;
    }

    private SignaturePolicy Signatures() =>
        new([.. configuration.PluginKeys.Select(File.ReadAllText)], configuration.UnsignedPlugins, configuration.Source ?? "softswitch.yaml");

    private FileStream? Mutex()
    {
        try
        {
            return new FileStream(Path.Combine(_store.Folder, MutexName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
