namespace Softswitch.Media.Tests;

/// <summary>Exact bytes of the standards, in a folder beside the project that may be there or not.</summary>
internal static class TestData
{
    /// <summary>The folder <c>../shared/testdata/NAME</c> of one of the folders above, or null.</summary>
    public static string? Find(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var beside = Path.Combine(at.FullName, "shared", "testdata", name);
            if (Directory.Exists(beside)) return beside;
        }

        return null;
    }
}
