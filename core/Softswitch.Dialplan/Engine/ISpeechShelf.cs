using System.Text;
using Softswitch.Sdk;

namespace Softswitch.Dialplan.Engine;

/// <summary>Keeps what plugins have spoken, so that it is spoken once. Safe from any thread.</summary>
public interface ISpeechShelf
{
    /// <summary>The prompt of a text; spoken now where it is not kept.</summary>
    /// <param name="text">The text.</param>
    /// <param name="speak">Speaks it: a WAV file.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="FormatException">What was spoken is no sound that is played.</exception>
    ValueTask<Prompt> TakeAsync(SpokenText text, Func<CancellationToken, ValueTask<ReadOnlyMemory<byte>>> speak, CancellationToken cancellation);
}

/// <summary>A text as somebody speaks it: the same is the same sound.</summary>
/// <param name="Account">The account whose it is.</param>
/// <param name="Voice">Who speaks: the plugin with its version, and its name there.</param>
/// <param name="Language">The language.</param>
/// <param name="Text">The text.</param>
public sealed record SpokenText(string Account, string Voice, string Language, string Text)
{
    /// <summary>Folder of such prompts, within an account.</summary>
    public const string Folder = "said";
}

/// <summary>Speaks nothing: a simulation has the text in the place of the sound, <c>said/your-balance-is-5</c>.</summary>
public sealed class SilentSpeech : ISpeechShelf
{
    private const int LongestName = 100;

    /// <summary>The one there is.</summary>
    public static SilentSpeech Instance { get; } = new();

    /// <inheritdoc/>
    public ValueTask<Prompt> TakeAsync(SpokenText text, Func<CancellationToken, ValueTask<ReadOnlyMemory<byte>>> speak, CancellationToken cancellation) =>
        new(Prompt.Parse($"{SpokenText.Folder}/{NameOf(text.Text)}"));

    private static string NameOf(string text)
    {
        var name = new StringBuilder();
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter)) name.Append(char.ToLowerInvariant(letter));
            else if (name.Length > 0 && name[^1] != '-') name.Append('-');
            if (name.Length == LongestName) break;
        }

        return name.ToString().Trim('-') is { Length: > 0 } good ? good : "something";
    }
}
