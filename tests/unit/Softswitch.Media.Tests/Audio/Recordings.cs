namespace Softswitch.Media.Tests.Audio;

/// <summary>Real speech and music at 8 kHz, of the Debian packages asterisk-core-sounds-en-wav and asterisk-moh-opsound-wav.</summary>
internal static class Recordings
{
    private static readonly string[] Folders = ["/usr/share/asterisk/sounds/en_US_f_Allison", "/usr/share/asterisk/moh"];

    /// <summary>All of them, one after the other, in the order of their names.</summary>
    public static IEnumerable<short[]> All()
    {
        foreach (var folder in Folders)
        {
            if (!Directory.Exists(folder)) throw new InvalidOperationException($"No {folder}: run ./test, which installs the packages that tests need.");
            foreach (var file in Directory.GetFiles(folder, "*.wav", SearchOption.AllDirectories).Order(StringComparer.Ordinal)) yield return Read(file);
        }
    }

    private static short[] Read(string file)
    {
        using var stream = File.OpenRead(file);
        var reader = new WavReader(stream);
        Assert.Equal(8000, reader.Format.SampleRate);
        var (sound, piece) = (new List<short>(), new short[8192]);
        for (int read; (read = reader.Read(piece)) > 0;) sound.AddRange(piece.AsSpan(0, read));
        return [.. sound];
    }
}
