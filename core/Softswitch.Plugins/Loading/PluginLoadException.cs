namespace Softswitch.Plugins.Loading;

/// <summary>A plugin could not be loaded or started. The message is made of text only: nothing of the plugin is held by it.</summary>
/// <param name="code">Which kind of problem (<see cref="PluginProblemCodes"/>).</param>
/// <param name="message">What happened.</param>
public sealed class PluginLoadException(string code, string message) : Exception(message)
{
    /// <summary>Which kind of problem.</summary>
    public string Code { get; } = code;
}
