using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using Softswitch.Sdk;

namespace Sample.Espeak;

/// <summary>Has espeak-ng speak, whatever languages it knows: <c>en</c>, <c>es-419</c>, <c>fr+f3</c>.</summary>
[SpeechSynthesis("espeak")]
public sealed class Espeak : ISpeechSynthesis
{
    private const int RiffLength = 4;
    private const int DataLength = 40;
    private const int HeaderLength = 44;

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>> SpeakAsync(SpeechQuery query, CancellationToken cancellation)
    {
        // The text is no argument: nothing in it can become an option.
        var start = new ProcessStartInfo("espeak-ng", ["--stdin", "--stdout", "-b", "1", "-v", query.Language]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(query.Text.AsMemory(), cancellation);
        process.StandardInput.Close();
        using var sound = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(sound, cancellation);
        await process.WaitForExitAsync(cancellation);
        var wave = sound.ToArray();
        if (process.ExitCode != 0 || wave.Length <= HeaderLength) throw new InvalidOperationException($"espeak-ng ended with {process.ExitCode}: {(await errors).Trim()}");
        // Into a pipe it writes the header before it knows the length.
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(RiffLength), wave.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(DataLength), wave.Length - HeaderLength);
        return wave;
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"espeak-ng cannot be started ({e.Message}): install the package espeak-ng.", e);
        }
    }
}
