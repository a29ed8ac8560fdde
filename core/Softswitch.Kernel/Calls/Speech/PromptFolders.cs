using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Recordings in folders: those of an account beside its plan, and the system's (<see cref="AccountResources"/>), those of a language before those of none.</summary>
/// <param name="library">Reads and keeps them.</param>
/// <param name="dialplans">The folder of the accounts.</param>
/// <param name="system">The folder of the system.</param>
/// <param name="speech">What plugins have spoken.</param>
public sealed class PromptFolders(PromptLibrary library, string dialplans, string system, SpeechFolder speech) : ICallPrompts
{
    private readonly SystemPrompts _system = new(system);

    /// <inheritdoc/>
    public async Task<EncodedAudio[]> Load(string account, Prompt prompt, AudioCodec codec)
    {
        try
        {
            var own = PromptLanguages.Within(AccountResources.FolderOf(dialplans, account), prompt.Language);
            return await library.Load([.. own, speech.FolderOf(account), .. _system.Folders(prompt.Language)], prompt.Names, codec);
        }
        catch (FileNotFoundException missing)
        {
            throw new PromptNotFoundException(missing.FileName ?? prompt.ToString());
        }
    }
}
