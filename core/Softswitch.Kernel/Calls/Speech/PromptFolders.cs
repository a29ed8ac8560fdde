using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Recordings in folders: those of an account in <c>ACCOUNT/prompts</c> beside its plan, and the system's.</summary>
/// <param name="library">Reads and keeps them.</param>
/// <param name="dialplans">The folder of the accounts.</param>
/// <param name="system">The folders of the system, the preferred one first.</param>
/// <param name="speech">What plugins have spoken.</param>
public sealed class PromptFolders(PromptLibrary library, string dialplans, IReadOnlyList<string> system, SpeechFolder speech) : ICallPrompts
{
    /// <summary>Name of an account's folder of recordings.</summary>
    public const string FolderName = "prompts";

    /// <inheritdoc/>
    public async Task<EncodedAudio[]> Load(string account, Prompt prompt, AudioCodec codec)
    {
        try
        {
            return await library.Load([Path.Combine(dialplans, account, FolderName), speech.FolderOf(account), .. system], prompt.Names, codec);
        }
        catch (FileNotFoundException missing)
        {
            throw new PromptNotFoundException(missing.FileName ?? prompt.ToString());
        }
    }
}
