using Softswitch.Dialplan.Yaml;

namespace Softswitch.Host.Configuration;

/// <summary>A setting as somebody gave it.</summary>
/// <param name="Name">Its name with its group: <c>media.ports</c>.</param>
/// <param name="Value">The value with its place.</param>
/// <param name="Findings">Where findings about it go: its file, its variable, its option.</param>
/// <param name="Folder">The folder that relative paths start at: the file's own, otherwise the working folder.</param>
internal sealed record SettingValue(string Name, YamlValue Value, FileFindings Findings, string Folder)
{
    /// <summary>Notes what is wrong with it.</summary>
    public void Add(string code, string text) => Findings.Add(Value, code, text);

    /// <summary>Text, or null and a finding.</summary>
    public string? Text(int maximumLength = 128) => ValueReader.Text(Value, Name, Findings, maximumLength);

    /// <summary>An absolute path, or null and a finding.</summary>
    public string? FilePath() => Text(4096) is { } path ? Path.GetFullPath(path, Folder) : null;

    /// <summary>A whole number, or null and a finding.</summary>
    public int? Number(int minimum, int maximum) => ValueReader.Number(Value, Name, minimum, maximum, Findings);
}
