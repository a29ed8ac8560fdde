namespace Softswitch.Plugins.Isolation;

/// <summary>The process of a plugin ended, or did not do as it was told, before the step came to its end; or the step threw there.</summary>
/// <param name="message">What happened.</param>
public sealed class PluginProcessException(string message) : Exception(message);
