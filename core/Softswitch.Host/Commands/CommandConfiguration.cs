using Softswitch.Host.Configuration;

namespace Softswitch.Host.Commands;

/// <summary>What most commands begin with.</summary>
internal static class CommandConfiguration
{
    /// <summary>The configuration; null, and what is wrong with it a line each, where anything is: <see cref="ExitCodes.Findings"/> then.</summary>
    /// <param name="sources">The settings.</param>
    /// <param name="errors">For what is wrong.</param>
    public static async Task<SwitchConfiguration?> LoadAsync(ConfigurationSources sources, TextWriter errors)
    {
        var (configuration, findings) = ConfigurationLoader.Load(sources);
        foreach (var finding in findings) await errors.WriteLineAsync(finding.ToString());
        return findings.Count == 0 ? configuration : null;
    }
}
