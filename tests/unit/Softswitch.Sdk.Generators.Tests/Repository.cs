namespace Softswitch.Sdk.Generators.Tests;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Framework.sln.</summary>
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("Framework.sln is in no folder above " + AppContext.BaseDirectory);
    }
}
