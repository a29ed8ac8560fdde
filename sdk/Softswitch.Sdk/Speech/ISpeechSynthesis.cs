namespace Softswitch.Sdk;

/// <summary>
/// Speaks text. Its name is that of <see cref="SpeechSynthesisAttribute"/>; a plan names it where it plays, <c>play: { say: "Hello {caller.name}", voice: acme.espeak }</c>. It is asked before anything
/// is played, and what it has said once is kept. Its constructor may ask for services as a step's may.
/// </summary>
public interface ISpeechSynthesis
{
    /// <summary>A WAV file: linear PCM of 16 bits, 8 to 48 kHz, at most 10 MB.</summary>
    ValueTask<ReadOnlyMemory<byte>> SpeakAsync(SpeechQuery query, CancellationToken cancellation);
}

/// <summary>Names an <see cref="ISpeechSynthesis"/>.</summary>
/// <param name="name">Lower-case words joined by hyphens: <c>espeak</c>.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SpeechSynthesisAttribute(string name) : Attribute
{
    /// <summary>The name.</summary>
    public string Name { get; } = name;
}

/// <summary>What is to be spoken.</summary>
/// <param name="Account">The account.</param>
/// <param name="Text">The text, variables filled in: 1 to 1000 characters.</param>
/// <param name="Language">Language, or a voice that the synthesis knows by that name, as the plan has it: <c>en</c>, <c>es-419</c>.</param>
public sealed record SpeechQuery(string Account, string Text, string Language);
