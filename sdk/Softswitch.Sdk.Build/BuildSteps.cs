namespace Softswitch.Sdk.Build;

/// <summary>What a plugin's build asks for. Errors are written as compilers write them, so that they stand among the build's own; each returns the exit status.</summary>
internal static class BuildSteps
{
    /// <summary>The manifest and the schemas beside a built plugin. An assembly without a manifest is a library and is left alone.</summary>
    public static int Write(string assembly, TextWriter errors)
    {
        if (!TryReadManifest(assembly, errors, out var manifest)) return 1;
        if (manifest is null) return 0;
        var folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        if (!CheckFolder(folder, errors)) return 1;
        ManifestFiles.Write(manifest, folder);
        return 0;
    }

    /// <summary>All files of the package, in an empty folder: the published files, the manifest, the schemas, the page for readers, and the hashes of them all.</summary>
    public static int Stage(string assembly, string folder, string? readme, TextWriter errors)
    {
        if (!TryReadManifest(assembly, errors, out var manifest)) return 1;
        if (manifest is null) return Fail(errors, assembly, "SSW1502", "it has no manifest: it declares no step and nothing else that plugins offer, so there is nothing to pack");
        var published = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        if (!CheckFolder(published, errors)) return 1;

        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        CopyAll(published, Path.Combine(folder, "plugin"));
        ManifestFiles.Write(manifest, folder);
        if (readme is not null && File.Exists(readme))
        {
            Directory.CreateDirectory(Path.Combine(folder, "docs"));
            File.Copy(readme, Path.Combine(folder, "docs", "README.md"));
        }

        HashFile.Write(folder);
        return 0;
    }

    private static bool TryReadManifest(string assembly, TextWriter errors, out string? manifest)
    {
        try
        {
            manifest = AssemblyManifest.Read(assembly);
            return true;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or BadImageFormatException or UnauthorizedAccessException)
        {
            manifest = null;
            Fail(errors, assembly, "SSW1503", $"its manifest cannot be read: {e.Message}");
            return false;
        }
    }

    private static bool CheckFolder(string folder, TextWriter errors)
    {
        var found = HostAssemblies.FindIn(folder).ToList();
        foreach (var file in found)
        {
            Fail(errors, file, "SSW1501",
                "it belongs to the switch and must not come with a plugin, whose types would then be others than the switch's. Reference Softswitch.Sdk as a package and nothing else of the switch; "
                + "Softswitch.Sdk.Testing is for test projects. Then clean the output folder");
        }

        return found.Count == 0;
    }

    private static int Fail(TextWriter errors, string origin, string code, string text)
    {
        errors.WriteLine($"{origin} : error {code}: {text}");
        return 1;
    }

    // What the build itself has put beside the assembly is written anew.
    private static void CopyAll(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(source, file);
            if (ManifestFiles.IsOne(relative)) continue;
            var copy = Path.Combine(target, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
