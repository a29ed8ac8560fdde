using System.Text;
using System.Text.Json;
using Softswitch.Plugins;
using Softswitch.Plugins.Generations;

namespace Softswitch.Host.Http;

/// <summary>What the operator's HTTP answers about plugins, to this machine only: <c>GET /plugins</c>, <c>GET /plugins/ID</c>, and <c>POST /plugins/apply</c>, with <c>?force=true</c> also where plans in force lose a plugin by it.</summary>
/// <param name="status">All generations.</param>
/// <param name="explain">What was resolved for a plugin.</param>
/// <param name="apply">Brings into force what <c>plugins.lock</c> says; told whether plans in force may be left without what they ask for.</param>
internal sealed class PluginRoutes(
    Func<IReadOnlyList<PluginStatus>> status, Func<string, IReadOnlyList<(string Generation, IReadOnlyList<string> Resolutions)>> explain, Func<bool, Task<IReadOnlyList<PluginProblem>>> apply)
{
    private const string Prefix = "/plugins";

    /// <summary>Whether a path is one of these.</summary>
    public static bool Has(string path) => path == Prefix || path.StartsWith(Prefix + "/", StringComparison.Ordinal);

    /// <summary>The answer to a request for one of these paths.</summary>
    public async Task<HttpAnswer> AnswerAsync(string method, string path, IReadOnlyDictionary<string, string> query) => (method, path) switch
    {
        ("POST", Prefix + "/apply") => await ApplyAsync(query.GetValueOrDefault("force") == "true"),
        (_, Prefix + "/apply") => new HttpAnswer(405, "Use POST.\n", Allow: "POST"),
        ("GET" or "HEAD", Prefix) => new HttpAnswer(200, StatusJson(), "application/json"),
        ("GET" or "HEAD", _) => Explain(path[(Prefix.Length + 1)..]),
        _ => new HttpAnswer(405, "Use GET.\n", Allow: "GET"),
    };

    private async Task<HttpAnswer> ApplyAsync(bool isForced)
    {
        var problems = await apply(isForced);
        return problems.Count == 0 ? new HttpAnswer(200, "The plugins are in force.\n") : new HttpAnswer(422, string.Join('\n', problems) + "\nThe plugins before stay in force.\n");
    }

    private HttpAnswer Explain(string id)
    {
        var all = explain(id);
        var shown = status().Where(one => one.Id == id).ToList();
        if (all.Count == 0 && shown.Count == 0) return new HttpAnswer(404, $"There is no plugin {id}.\n");
        var text = new StringBuilder();
        foreach (var one in shown)
        {
            text.Append($"{one.Id}@{one.Version}#{one.Generation} {one.State}, {one.Isolation}, {one.Uses} calls\n");
            if (one.Reason is not null) text.Append($"  {one.Reason}\n");
            if (one.Folder.Length > 0) text.Append($"  {one.Folder}\n");
            foreach (var leftover in one.StillInMemory) text.Append($"  still in memory: {leftover}\n");
        }

        foreach (var (generation, resolutions) in all)
        {
            text.Append($"{generation} resolved\n");
            foreach (var resolution in resolutions) text.Append($"  {resolution}\n");
        }

        return new HttpAnswer(200, text.ToString());
    }

    private string StatusJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (var one in status())
            {
                writer.WriteStartObject();
                writer.WriteString("id", one.Id);
                writer.WriteString("version", one.Version.ToString());
                writer.WriteNumber("generation", one.Generation);
                writer.WriteString("state", one.State.ToString());
                writer.WriteNumber("calls", one.Uses);
                writer.WriteString("isolation", one.Isolation.ToString());
                if (one.Reseller is not null) writer.WriteString("reseller", one.Reseller);
                if (one.Reason is not null) writer.WriteString("reason", one.Reason);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
