namespace Softswitch.Plugins;

/// <summary>One thing that is wrong with a plugin. Problems are collected and reported together; none is an exception.</summary>
/// <param name="Code">Stable number of this kind of problem (<see cref="PluginProblemCodes"/>).</param>
/// <param name="Text">What is wrong, and what to change.</param>
public sealed record PluginProblem(string Code, string Text)
{
    /// <summary><c>SSW3124 acme.vip-gate needs ICall.WhisperAsync …</c></summary>
    public override string ToString() => Code + " " + Text;
}
