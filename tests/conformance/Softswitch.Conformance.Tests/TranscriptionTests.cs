using Xunit.Abstractions;

namespace Softswitch.Conformance.Tests;

public class TranscriptionTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Rfc4475", "rfc4475", 50)]
    [InlineData("Rfc5118", "rfc5118", 12)]
    public void The_transcription_is_the_standards_bytes(string set, string folder, int count)
    {
        var names = Transcription.Names(set);
        Assert.Equal(count, names.Count);
        if (Transcription.ExactBytes(folder) is not { } exact)
        {
            output.WriteLine($"No folder shared/testdata/{folder} beside the project: nothing to hold the transcription against.");
            return;
        }

        Assert.Equal(Directory.GetFiles(exact, "*.dat").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal), names);
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(exact, name + ".dat")), Transcription.Read(set, name)));
    }
}
