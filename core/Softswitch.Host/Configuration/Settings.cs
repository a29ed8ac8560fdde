using System.Net;
using Softswitch.Dialplan.Yaml;
using Softswitch.Host.Logging;

namespace Softswitch.Host.Configuration;

/// <summary>A setting's name and what its value does to a configuration; the configuration comes back unchanged where the value is wrong.</summary>
internal sealed record Setting(string Name, Func<SwitchConfiguration, SettingValue, SwitchConfiguration> Apply)
{
    /// <summary>Its environment variable: <c>SOFTSWITCH_MEDIA_PORTS</c> for <c>media.ports</c>.</summary>
    public string Variable => Settings.VariablePrefix + Name.Replace('.', '_').Replace('-', '_').ToUpperInvariant();
}

/// <summary>All settings. The same words are keys of the file, variables of the environment and options of the command line.</summary>
internal static class Settings
{
    public const string VariablePrefix = "SOFTSWITCH_";

    private static readonly (string, LogLevel)[] Levels =
    [
        ("debug", LogLevel.Debug), ("information", LogLevel.Information), ("warning", LogLevel.Warning), ("error", LogLevel.Error),
    ];

    private static readonly (string, bool)[] Switches = [("on", true), ("off", false)];

    private static readonly (string, LogFormat)[] Formats = [("text", LogFormat.Text), ("json", LogFormat.Json)];

    public static IReadOnlyList<Setting> All { get; } =
    [
        new("node", (all, value) => value.Text(63) is { } node ? all with { Node = node } : all),
        new("data", (all, value) => value.FilePath() is { } path ? all with { Data = path } : all),
        new("dialplans", (all, value) => value.FilePath() is { } path ? all with { Dialplans = path } : all),
        new("prompts", (all, value) => value.FilePath() is { } path ? all with { Prompts = path } : all),
        new("traces", (all, value) => ValueReader.OneOf(value.Value, value.Name, Switches, value.Findings) is { } isOn ? all with { KeepsTraces = isOn } : all),
        new("plugins", (all, value) => value.FilePath() is { } path ? all with { Plugins = path } : all),
        new("currency", (all, value) => value.Text(3) is { } currency ? all with { Currency = currency } : all),
        new("default-account", (all, value) => value.Text(63) is { } account ? all with { DefaultAccount = account } : all),
        new("database", (all, value) => value.Text(4096) is { } connection ? all with { Database = connection } : all),
        new("listen", (all, value) => ListenReader.Read(value) is { Count: > 0 } listen ? all with { Listen = listen } : all),
        new("http", (all, value) => ReadHttp(all, value)),
        new("media.address", (all, value) => Address(value) is { } address ? all with { MediaAddress = address } : all),
        new("media.advertise", (all, value) => Address(value) is { } address ? all with { MediaAdvertised = address } : all),
        new("media.ports", (all, value) => Ports(value) is { } ports ? all with { MediaPorts = ports } : all),
        new("workers.signalling", (all, value) => value.Number(1, 64) is { } count ? all with { SignallingWorkers = count } : all),
        new("workers.media", (all, value) => value.Number(1, 64) is { } count ? all with { MediaWorkers = count } : all),
        new("log.level", (all, value) => ValueReader.OneOf(value.Value, value.Name, Levels, value.Findings) is { } level ? all with { LogLevel = level } : all),
        new("log.format", (all, value) => ValueReader.OneOf(value.Value, value.Name, Formats, value.Findings) is { } format ? all with { LogFormat = format } : all),
        new("limits.connections", (all, value) => value.Number(1, 1_000_000) is { } count ? all with { Connections = count } : all),
        new("limits.connections-per-source", (all, value) => value.Number(1, 1_000_000) is { } count ? all with { ConnectionsPerSource = count } : all),
        new("plugins.trusted-keys", (all, value) => all with { PluginKeys = [.. Words(value, "files of public keys").Select(path => Path.GetFullPath(path, value.Folder))] }),
        new("plugins.allow-unsigned", (all, value) => all with { UnsignedPlugins = Words(value, "ids of plugins") }),
        new("plugins.memory", (all, value) => value.Number(32, 65_536) is { } megabytes ? all with { PluginMemory = megabytes } : all),
        new("stop-wait", (all, value) => StopWait(value) is { } wait ? all with { StopWait = wait } : all),
    ];

    private static SwitchConfiguration ReadHttp(SwitchConfiguration all, SettingValue value)
    {
        if (value.Text() is not { } text) return all;
        if (text == "off") return all with { Http = null };
        if (EndPointText.TryParse(text, out var endPoint)) return all with { Http = endPoint };
        value.Add(FindingCodes.WrongValue, $"http is '{text}'; expected an address and a port, such as 127.0.0.1:8080, or off");
        return all;
    }

    private static IPAddress? Address(SettingValue value)
    {
        if (value.Text() is not { } text) return null;
        if (EndPointText.TryParseAddress(text, out var address)) return address;
        value.Add(FindingCodes.WrongValue, $"{value.Name} is '{text}'; expected an IP address");
        return null;
    }

    private static (int First, int Last)? Ports(SettingValue value)
    {
        if (value.Text() is not { } text) return null;
        if (text.Split('-') is [var first, var last] && ushort.TryParse(first, out var from) && ushort.TryParse(last, out var to) && from >= 1024 && to > from + 1)
            return (from, to);
        value.Add(FindingCodes.WrongValue, $"{value.Name} is '{text}'; expected the first and the last port, from 1024 to 65535, such as 16384-32767");
        return null;
    }

    private static IReadOnlyList<string> Words(SettingValue value, string expected) =>
        [.. ValueReader.OneOrMore(value.Value, value.Name, expected, 100, value.Findings).Select(item => ValueReader.Text(item, value.Name, value.Findings, 4096)).OfType<string>()];

    private static TimeSpan? StopWait(SettingValue value) =>
        ValueReader.Duration(value.Value, value.Name, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), value.Findings, "no wait");
}
