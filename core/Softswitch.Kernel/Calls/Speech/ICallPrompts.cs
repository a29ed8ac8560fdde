using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>The recordings that callers are played. Safe from any thread.</summary>
public interface ICallPrompts
{
    /// <summary>The recordings of a prompt, the account's own before the system's, encoded for <paramref name="codec"/>. Fails with <see cref="PromptNotFoundException"/> where one is missing.</summary>
    Task<EncodedAudio[]> Load(string account, Prompt prompt, AudioCodec codec);
}
