namespace Softswitch.Plugins;

/// <summary>The numbers of problems with plugins. A number keeps its meaning for ever; docs/plugins/problems.md explains each.</summary>
public static class PluginProblemCodes
{
    /// <summary>The package is no package, or is damaged.</summary>
    public const string Unreadable = "SSW3101";

    /// <summary>More files, bytes or characters than a plugin may have.</summary>
    public const string TooLarge = "SSW3102";

    /// <summary>A path that leads out of the package, or is not written in the one way paths are.</summary>
    public const string WrongPath = "SSW3103";

    /// <summary>A path that is there twice.</summary>
    public const string DuplicatePath = "SSW3104";

    /// <summary>A file that has to be there is not.</summary>
    public const string MissingFile = "SSW3105";

    /// <summary>A file is not what the list of hashes says.</summary>
    public const string WrongHash = "SSW3106";

    /// <summary>The signature is missing or is none of a key that is trusted.</summary>
    public const string Signature = "SSW3107";

    /// <summary>The manifest is no JSON, or not of its shape.</summary>
    public const string ManifestShape = "SSW3111";

    /// <summary>A value of the manifest is wrong.</summary>
    public const string ManifestValue = "SSW3112";

    /// <summary>The manifest says something else than the code.</summary>
    public const string ManifestLies = "SSW3113";

    /// <summary>Built for a newer framework.</summary>
    public const string Framework = "SSW3121";

    /// <summary>Built for another processor.</summary>
    public const string Architecture = "SSW3122";

    /// <summary>Built against another major or a newer minor version of the SDK.</summary>
    public const string SdkVersion = "SSW3123";

    /// <summary>A member of the SDK that this switch does not have.</summary>
    public const string MissingMember = "SSW3124";

    /// <summary>An assembly that is nowhere, or is newer than the switch's.</summary>
    public const string AssemblyReference = "SSW3125";

    /// <summary>A reference to the switch's own assemblies.</summary>
    public const string CoreReference = "SSW3126";

    /// <summary>The package brings an assembly that is the switch's to bring.</summary>
    public const string SharedAssembly = "SSW3127";

    /// <summary>The class that the switch looks up is not there, or is not what it has to be.</summary>
    public const string Module = "SSW3128";

    /// <summary>Something that cannot be had in a process of its own.</summary>
    public const string Isolation = "SSW3129";

    /// <summary>The code could not be loaded.</summary>
    public const string Load = "SSW3131";

    /// <summary>The plugin failed when it was started.</summary>
    public const string Start = "SSW3132";

    /// <summary>It cannot be exchanged while the switch runs.</summary>
    public const string HotReload = "SSW3133";

    /// <summary>Plans in force do not fit the new version.</summary>
    public const string Plans = "SSW3134";

    /// <summary>Two plugins claim the same name.</summary>
    public const string Clash = "SSW3135";

    /// <summary>The file of what is in force cannot be read, or names what is not installed.</summary>
    public const string Lock = "SSW3136";

    /// <summary>A version goes that plans in force ask for.</summary>
    public const string Asked = "SSW3138";

    /// <summary>The plugin's tables cannot be brought up to date.</summary>
    public const string Tables = "SSW3137";
}
