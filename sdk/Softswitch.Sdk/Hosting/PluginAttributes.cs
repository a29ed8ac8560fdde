using System.ComponentModel;

namespace Softswitch.Sdk.Hosting;

/// <summary>Carries the manifest that was made when the plugin was compiled; the build writes it to <c>plugin.json</c> and <c>schemas/</c>.</summary>
/// <param name="json">The manifest.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PluginManifestAttribute(string json) : Attribute
{
    /// <summary>The manifest.</summary>
    public string Json { get; } = json;
}
