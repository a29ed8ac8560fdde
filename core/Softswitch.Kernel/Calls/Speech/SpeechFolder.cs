using System.Security.Cryptography;
using System.Text;
using Softswitch.Dialplan.Engine;
using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>What plugins have spoken, in files: <c>ACCOUNT/said/HASH.wav</c>, the hash that of voice, language and text.</summary>
/// <param name="root">The folder; it need not be there.</param>
public sealed class SpeechFolder(string root) : ISpeechShelf
{
    /// <summary>Largest file, bytes.</summary>
    public const int Largest = 10_000_000;

    /// <summary>What an account's files may come to, bytes; the oldest go first.</summary>
    public const long MostOfAccount = 200_000_000;

    private static readonly AudioFileLimits Limits = new(Largest, TimeSpan.FromMinutes(10));

    /// <inheritdoc/>
    public async ValueTask<Prompt> TakeAsync(SpokenText text, Func<CancellationToken, ValueTask<ReadOnlyMemory<byte>>> speak, CancellationToken cancellation)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text.Voice}\n{text.Language}\n{text.Text}")));
        var folder = Path.Combine(FolderOf(text.Account), SpokenText.Folder);
        var file = Path.Combine(folder, name + ".wav");
        if (!File.Exists(file)) Keep(folder, file, await speak(cancellation));
        return Prompt.Parse($"{SpokenText.Folder}/{name}");
    }

    /// <summary>The folder that an account's prompts of this kind are in.</summary>
    public string FolderOf(string account) => Path.Combine(root, account);

    private static void Keep(string folder, string file, ReadOnlyMemory<byte> sound)
    {
        Check(sound);
        Directory.CreateDirectory(folder);
        MakeRoom(folder, sound.Length);
        // Two who speak the same at a time write the same; whoever reads sees all of it or nothing.
        var half = $"{file}.{Environment.CurrentManagedThreadId}";
        File.WriteAllBytes(half, sound.Span);
        File.Move(half, file, overwrite: true);
    }

    private static void Check(ReadOnlyMemory<byte> sound)
    {
        if (sound.Length > Largest) throw new FormatException($"what was spoken has {sound.Length} bytes; expected {Largest} at most");
        try
        {
            using var stream = new MemoryStream(sound.ToArray(), writable: false);
            AudioFile.Load(stream, AudioCodec.Pcmu, Limits);
        }
        catch (AudioFileException e)
        {
            throw new FormatException($"what was spoken cannot be played: {e.Message}", e);
        }
    }

    private static void MakeRoom(string folder, long wanted)
    {
        var files = new DirectoryInfo(folder).GetFiles();
        var total = files.Sum(one => one.Length) + wanted;
        foreach (var old in files.OrderBy(one => one.LastWriteTimeUtc))
        {
            if (total <= MostOfAccount) return;
            total -= old.Length;
            old.Delete();
        }
    }
}
