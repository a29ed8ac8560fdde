using System.Text.Json;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Dialplan.Yaml;
using Softswitch.Host.Configuration;
using Softswitch.Host.Http;
using Softswitch.Kernel.Accounts.Checking;

namespace Softswitch.Host.Commands;

/// <summary><c>softswitch publish|rollback|diff</c>: asks the switch that runs on this machine, by its HTTP.</summary>
/// <param name="sources">The settings, of which <c>http</c> says where it listens.</param>
/// <param name="output">For what came of it.</param>
/// <param name="errors">For what is in the way.</param>
internal sealed class PublishCommands(ConfigurationSources sources, TextWriter output, TextWriter errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Publishes accounts, each a file or a folder of files; the exit code.</summary>
    public Task<int> PublishAsync(IReadOnlyList<string> paths) => AskAsync(async http =>
    {
        var result = ExitCodes.Success;
        foreach (var path in paths)
        {
            var contents = AccountFiles.Read(path, out var unreadable);
            foreach (var finding in unreadable) await output.WriteLineAsync(finding.ToString());
            var code = unreadable.Count > 0 ? ExitCodes.Findings : await SendAsync(http, contents);
            if (code != ExitCodes.Success) result = code;
        }

        return result;
    });

    /// <summary>Brings an earlier version back into force; the exit code.</summary>
    public Task<int> RollbackAsync(string account, int? version) => AskAsync(async http =>
    {
        var query = $"/rollback?account={Uri.EscapeDataString(account)}{(version is null ? "" : $"&version={version}")}";
        using var response = await http.PostAsync(query, null);
        return await ReportAsync(response);
    });

    /// <summary>Prints what differs between two versions: the one before that in force and that in force where nothing is said; the exit code.</summary>
    public Task<int> DiffAsync(string account, int? from, int? to) => AskAsync(async http =>
    {
        using var response = await http.GetAsync($"/dialplans/{Uri.EscapeDataString(account)}");
        if (!response.IsSuccessStatusCode) return await RefuseAsync(response);
        var versions = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), DialplanJson.Default.IReadOnlyListDialplanVersion)!;
        var last = to ?? versions[0].Version;
        var first = from ?? last - 1;
        if (first == 0) await output.WriteLineAsync($"{account} has this one version.");
        if (first == 0 || await FilesAsync(http, account, first) is not { } before || await FilesAsync(http, account, last) is not { } after) return first == 0 ? ExitCodes.Success : ExitCodes.Failure;
        foreach (var line in SourceDiff.Of(before, after)) await output.WriteLineAsync(line);
        return ExitCodes.Success;
    });

    private async Task<PlanContents?> FilesAsync(HttpClient http, string account, int version)
    {
        using var response = await http.GetAsync($"/dialplans/{Uri.EscapeDataString(account)}/{version}");
        if (response.IsSuccessStatusCode) return JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), DialplanJson.Default.PublishRequest)!.Contents;
        await RefuseAsync(response);
        return null;
    }

    private async Task<int> SendAsync(HttpClient http, PlanContents contents)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(PublishRequest.Of(contents), DialplanJson.Default.PublishRequest));
        using var response = await http.PostAsync("/publish", content);
        return await ReportAsync(response);
    }

    private async Task<int> ReportAsync(HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (200 or 422)) return await RefuseAsync(response);
        var publication = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(), DialplanJson.Default.AccountPublication)!;
        foreach (var finding in publication.Findings) await output.WriteLineAsync(finding.ToString());
        await output.WriteLineAsync(publication.Findings.Count == 0
            ? $"{publication.Account}: version {publication.Version} is in force"
            : $"{publication.Account ?? "the account"}: {publication.Findings.Count} finding(s); what was in force stays so");
        if (publication.Findings.Count == 0) return ExitCodes.Success;
        return publication.Findings.All(finding => finding.Code == FindingCodes.RedTest) ? ExitCodes.RedTests : ExitCodes.Findings;
    }

    private async Task<int> RefuseAsync(HttpResponseMessage response)
    {
        await errors.WriteAsync("softswitch: " + await response.Content.ReadAsStringAsync());
        return ExitCodes.Failure;
    }

    private async Task<int> AskAsync(Func<HttpClient, Task<int>> ask)
    {
        if (await CommandConfiguration.LoadAsync(sources, errors) is not { } configuration) return ExitCodes.Findings;
        if (configuration.Http is not { } address)
        {
            await errors.WriteLineAsync("softswitch: http is off, so that the switch cannot be asked: set http to an address of this machine.");
            return ExitCodes.Failure;
        }

        using var http = new HttpClient { BaseAddress = new Uri($"http://{address}"), Timeout = Patience };
        try
        {
            return await ask(http);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await errors.WriteLineAsync($"softswitch: no switch answers at {http.BaseAddress} ({e.Message}): start it, or set http to where it listens.");
            return ExitCodes.Failure;
        }
    }
}
