using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Softswitch.Plugins.Preflight;

/// <summary>What is asked of each assembly that a plugin brings.</summary>
internal static class AssemblyChecks
{
    private const string CorePrefix = "Softswitch.";
    private const string HostName = "softswitch";
    private const string TargetFramework = "System.Runtime.Versioning.TargetFrameworkAttribute";
    private const string CoreApp = ".NETCoreApp,Version=v";

    // Code compiled ahead for Linux carries the processor's number mixed with this one.
    private const int LinuxOverride = 0x7B79;

    /// <summary>It runs on any processor, or on this one.</summary>
    public static void Processor(AssemblyScene scene, PEReader image)
    {
        var machine = image.PEHeaders.CoffHeader.Machine;
        var flags = image.PEHeaders.CorHeader!.Flags;
        var isAny = machine == Machine.I386 && flags.HasFlag(CorFlags.ILOnly) && !flags.HasFlag(CorFlags.Requires32Bit);
        var own = RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => Machine.Amd64, Architecture.Arm64 => Machine.Arm64, _ => Machine.Unknown };
        if (!isAny && machine != own && (Machine)((int)machine ^ LinuxOverride) != own)
            scene.Add(PluginProblemCodes.Architecture, $"is built for {machine}; this switch runs on {RuntimeInformation.ProcessArchitecture}: build it for AnyCPU");
    }

    /// <summary>It is built for this framework or an older one.</summary>
    public static void Framework(AssemblyScene scene)
    {
        foreach (var handle in scene.Reader.GetAssemblyDefinition().GetCustomAttributes())
        {
            if (AttributeText.TryRead(scene.Reader, handle, TargetFramework, out var text)
                && text.StartsWith(CoreApp, StringComparison.Ordinal) && Version.TryParse(text[CoreApp.Length..], out var version) && version.Major > Environment.Version.Major)
                scene.Add(PluginProblemCodes.Framework, $"is built for net{version}; this switch runs on net{Environment.Version.ToString(2)}");
        }
    }

    /// <summary>It is none of those that the switch brings: two copies of a type are two types.</summary>
    public static void Brought(AssemblyScene scene)
    {
        var name = scene.Reader.GetString(scene.Reader.GetAssemblyDefinition().Name);
        if (name == SdkReferences.SdkName || IsCore(name))
            scene.Add(PluginProblemCodes.SharedAssembly, $"is the switch's own: reference {name} with ExcludeAssets=\"runtime\" (the SDK's package does so by itself)");
        else if (FrameworkAssemblies.VersionOf(name) is { } own && own < scene.Reader.GetAssemblyDefinition().Version)
            scene.Add(PluginProblemCodes.SharedAssembly, $"is {name} {scene.Reader.GetAssemblyDefinition().Version} of the framework, newer than this switch's {own}: build it with an older one");
    }

    /// <summary>What it references is the SDK, the framework's in this version, or in the package.</summary>
    public static void References(AssemblyScene scene, HashSet<string> brought)
    {
        foreach (var handle in scene.Reader.AssemblyReferences)
        {
            var reference = scene.Reader.GetAssemblyReference(handle);
            var name = scene.Reader.GetString(reference.Name);
            if (name == SdkReferences.SdkName)
            {
                var sdk = typeof(Sdk.ICall).Assembly.GetName().Version!;
                if (reference.Version > sdk) scene.Add(PluginProblemCodes.SdkVersion, $"references {name} {reference.Version}; this switch has {sdk}");
            }
            else if (IsCore(name)) scene.Add(PluginProblemCodes.CoreReference, $"references {name}, which is the switch's own: plugins reference {SdkReferences.SdkName} only");
            else if (FrameworkAssemblies.VersionOf(name) is { } own)
            {
                if (reference.Version > own) scene.Add(PluginProblemCodes.AssemblyReference, $"references {name} {reference.Version}; this switch's framework has {own}");
            }
            else if (!brought.Contains(name))
                scene.Add(PluginProblemCodes.AssemblyReference, $"references {name} {reference.Version}, which is neither in the package nor of the framework: build with EnableDynamicLoading (the SDK's package does so by itself)");
        }
    }

    /// <summary>What it wants of the SDK is there.</summary>
    public static void Members(AssemblyScene scene, SdkSurface sdk)
    {
        var (major, minor) = scene.Manifest.Sdk;
        foreach (var missing in SdkReferences.Missing(scene.Reader, sdk))
            scene.Add(PluginProblemCodes.MissingMember, $"needs {missing} (SDK {major}.{minor}); this host is {sdk.Version.ToString(2)}");
    }

    private static bool IsCore(string name) =>
        name.Equals(HostName, StringComparison.OrdinalIgnoreCase) || (name.StartsWith(CorePrefix, StringComparison.Ordinal) && IsOneOfOurs(name));

    /// <summary>The prefix alone would take in plugins whose authors call them so; ours are beside this assembly.</summary>
    private static bool IsOneOfOurs(string name) =>
        name != SdkReferences.SdkName
        && (name is "Softswitch.Net" or "Softswitch.Sip" or "Softswitch.Media" or "Softswitch.Dialplan" or "Softswitch.Plugins" or "Softswitch.Kernel" or "Softswitch.Host");
}
