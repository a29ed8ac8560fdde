using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Recordings in folders: those of an account beside its plan, and the system's (<see cref="AccountResources"/>).</summary>
/// <param name="library">Reads and keeps them.</param>
/// <param name="dialplans">The folder of the accounts.</param>
/// <param name="system">The folder of the system.</param>
/// <param name="speech">What plugins have spoken.</param>
public sealed class PromptFolders(PromptLibrary library, string dialplans, string system, SpeechFolder speech) : ICallPrompts
{
    /// <inheritdoc/>
    public async Task<EncodedAudio[]> Load(string account, Prompt prompt, AudioCodec codec)
    {
        try
        {
            return await library.Load([AccountResources.FolderOf(dialplans, account), speech.FolderOf(account), system], prompt.Names, codec);
        }
        catch (FileNotFoundException missing)
        {
            throw new PromptNotFoundException(missing.FileName ?? prompt.ToString());
        }
    }
}
