using System.Collections;
using System.CommandLine;
using Softswitch.Host.Configuration;

namespace Softswitch.Host.Commands;

/// <summary>Options that settings can be given by.</summary>
internal sealed class SettingOptions
{
    private const string DefaultFile = "softswitch.yaml";

    private readonly Option<string?> _config = new("--config") { Description = $"The configuration file. Default: {DefaultFile} in the working folder, if it is there." };
    private readonly Option<string?> _data = new("--data") { Description = "Folder of the database and the journal." };
    private readonly Option<string?> _dialplans = new("--dialplans") { Description = "Folder of the account files." };
    private readonly Option<string[]> _set = new("--set") { Description = "Any setting: --set log.level=debug. May be repeated." };

    public void AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_data);
        command.Add(_dialplans);
        command.Add(_set);
    }

    public ConfigurationSources Sources(ParseResult parsed)
    {
        var file = parsed.GetValue(_config) ?? (File.Exists(DefaultFile) ? DefaultFile : null);
        var settings = (parsed.GetValue(_set) ?? []).Select(text => text.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? (text[..at], text[(at + 1)..]) : (text, "")).ToList();
        if (parsed.GetValue(_data) is { } data) settings.Add(("data", data));
        if (parsed.GetValue(_dialplans) is { } dialplans) settings.Add(("dialplans", dialplans));
        var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        return new ConfigurationSources(file, environment, settings);
    }
}
