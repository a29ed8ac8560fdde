using Softswitch.Dialplan.Checking;
using Softswitch.Media;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>The recordings that accounts can play, in folders: an account's own in <c>ACCOUNT/prompts</c> beside its plan, and the system's. Looks at the disk each time.</summary>
/// <param name="dialplans">The folder of the accounts.</param>
/// <param name="system">The folder of the system; where it is not there, any name will do.</param>
public sealed class AccountResources(string dialplans, string system) : MachineResources
{
    /// <summary>Name of an account's folder of recordings.</summary>
    public const string PromptFolder = "prompts";

    private const string Extension = ".wav";

    /// <summary>The folder of an account's recordings.</summary>
    public static string FolderOf(string dialplans, string account) => Path.Combine(dialplans, account, PromptFolder);

    /// <inheritdoc/>
    public override bool? HasPrompt(string account, string name) =>
        PromptLibrary.Find([.. WithLanguages(FolderOf(dialplans, account)), system], name) is not null ? true : Directory.Exists(system) ? false : null;

    /// <inheritdoc/>
    public override IEnumerable<string> Prompts(string account) => new[] { FolderOf(dialplans, account), system }.Where(Directory.Exists).SelectMany(Names);

    /// <summary>A recording may be there in some languages only: which one is asked for is known in the call.</summary>
    private static IEnumerable<string> WithLanguages(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Where(path => Prompt.IsLanguage(Path.GetFileName(path))).Prepend(folder) : [folder];

    private static IEnumerable<string> Names(string folder) => Directory
        .EnumerateFiles(folder, "*" + Extension, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
        .Select(path => Path.GetRelativePath(folder, path)[..^Extension.Length])
        .Where(name => name.Split('/').All(part => part is [not '.', ..]));
}
