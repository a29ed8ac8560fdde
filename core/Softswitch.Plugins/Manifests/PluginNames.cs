using System.Text.RegularExpressions;

namespace Softswitch.Plugins.Manifests;

/// <summary>How plugins and their parts are called.</summary>
public static partial class PluginNames
{
    /// <summary>Longest id and longest name of a part.</summary>
    public const int LongestName = 64;

    /// <summary>The id under which the switch's own steps go; no plugin may have it.</summary>
    public const string Kernel = "kernel";

    /// <summary>Whether it can be a plugin's id: lower-case words joined by hyphens, behind a vendor's name and a dot where it is a third party's.</summary>
    public static bool IsId(string text) => text.Length <= LongestName && text != Kernel && Id().IsMatch(text);

    /// <summary>Whether it can be the name of a step, a handler and the like: lower-case words joined by hyphens.</summary>
    public static bool IsName(string text) => text.Length <= LongestName && Name().IsMatch(text);

    /// <summary>What plans call a step: <c>ivr.menu</c>; just the id where its last part is the step's name.</summary>
    public static string OfStep(string plugin, string step) =>
        plugin[(plugin.LastIndexOf('.') + 1)..] == step ? plugin : plugin + "." + step;

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*(\.[a-z][a-z0-9]*(-[a-z0-9]+)*)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Id();

    [GeneratedRegex(@"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
