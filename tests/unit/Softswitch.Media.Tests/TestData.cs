using System.Runtime.InteropServices;

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

    /// <summary>A file of 16-bit words, lowest byte first.</summary>
    public static short[] Words(string folder, string file) =>
        MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(Path.Combine(Find(folder)!, file))).ToArray();
}

/// <summary>A test that stands on a folder of <see cref="TestData"/>; skipped, with a message, where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TestDataFactAttribute : FactAttribute
{
    /// <summary>A test on the folder with a name.</summary>
    public TestDataFactAttribute(string folder)
    {
        if (TestData.Find(folder) is null) Skip = $"No folder shared/testdata/{folder} beside the project: the project's own tests stand alone.";
    }
}
