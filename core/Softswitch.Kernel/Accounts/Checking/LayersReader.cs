using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Publishing;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads the layers above accounts.</summary>
internal static class LayersReader
{
    /// <summary>The layers; those with findings are left out.</summary>
    public static AccountLayers Read(PlanSource source, PlanLanguage language, List<Finding> findings)
    {
        var contents = source.Unpack();
        var files = contents.Sources.Where(file => !file.IsTest).ToLookup(file => Path.GetFileName(Path.GetDirectoryName(file.Path)) ?? "", StringComparer.Ordinal);
        if (files.Count == 0) return AccountLayers.None;
        var platform = ReadOne([.. files[FolderFiles.PlatformFolder]], contents, FolderFiles.PlatformFolder, "platform", "the platform", language, null, findings);
        var layers = new Dictionary<string, PlanLayer>(StringComparer.Ordinal);
        foreach (var reseller in files.Where(group => group.Key != FolderFiles.PlatformFolder))
        {
            if (ReadOne([.. reseller], contents, reseller.Key, reseller.Key, $"reseller '{reseller.Key}'", language, platform, findings) is { } layer) layers[reseller.Key] = layer;
        }

        return new AccountLayers(platform, layers, source);
    }

    private static PlanLayer? ReadOne(SourceFile[] files, PlanContents contents, string folder, string name, string described, PlanLanguage language, PlanLayer? above, List<Finding> findings)
    {
        if (files.Length == 0) return null;
        var beside = contents.Beside.Where(file => file.Path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(file => file with { Path = file.Path[(folder.Length + 1)..] });
        var document = PlanDocument.Read(files, PlanSection.Layer, [.. beside]);
        if (document.Account is { } given && given.Text != name) document.Findings.Add(given, FindingCodes.WrongValue, $"layer is '{given.Text}'; expected '{name}', as its folder says");
        var layer = language.CheckLayer(document, described, above);
        findings.AddRange(document.Findings.All);
        return layer;
    }
}
