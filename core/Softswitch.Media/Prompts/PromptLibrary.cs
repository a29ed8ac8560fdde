namespace Softswitch.Media;

/// <summary>
/// Recordings by name: the name <c>digits/1</c> is the file <c>digits/1.wav</c> in the first of some folders that has it, so that an account's own
/// recordings come before the system's. Safe from any thread.
/// </summary>
public sealed class PromptLibrary(AudioCache cache)
{
    private const string Extension = ".wav";

    /// <summary>
    /// The path of a recording, or null where none of <paramref name="folders"/> (the preferred one first) has it. A name that leads out of a folder names
    /// nothing. Looks at the disk.
    /// </summary>
    public static string? Find(IReadOnlyList<string> folders, string name)
    {
        if (!IsName(name)) return null;
        foreach (var folder in folders)
        {
            var path = Path.Combine(folder, name + Extension);
            if (File.Exists(path)) return path;
        }

        return null;
    }

    /// <summary>
    /// The recordings of <paramref name="names"/>, encoded for <paramref name="codec"/>, read by threads of the pool where they are not kept. The task
    /// fails with <see cref="FileNotFoundException"/>, whose <see cref="FileNotFoundException.FileName"/> is the name, where one is missing, and with
    /// <see cref="AudioFileException"/>, whose message begins with the path, where one is none that is played.
    /// </summary>
    public Task<EncodedAudio[]> Load(IReadOnlyList<string> folders, IReadOnlyList<string> names, AudioCodec codec) =>
        Task.Run(async () =>
        {
            var found = new EncodedAudio[names.Count];
            for (var i = 0; i < found.Length; i++)
            {
                var path = Find(folders, names[i]) ?? throw new FileNotFoundException($"no recording of the name {names[i]}", names[i]);
                found[i] = await Load(path, codec);
            }

            return found;
        });

    private async Task<EncodedAudio> Load(string path, AudioCodec codec)
    {
        try
        {
            return await cache.Get(path, codec);
        }
        catch (AudioFileException e)
        {
            throw new AudioFileException($"{path}: {e.Message}");
        }
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal) && !Path.IsPathRooted(name)
        && !name.Split('/').Any(part => part.Length == 0 || part[0] == '.');
}
