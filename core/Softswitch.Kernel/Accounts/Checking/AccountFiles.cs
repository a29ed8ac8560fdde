using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads the files of one account, to send them somewhere.</summary>
public static class AccountFiles
{
    /// <summary>The files of an account, with its tests and what lies beside it.</summary>
    /// <param name="path">A file, or a folder of files.</param>
    /// <param name="unreadable">Findings of files that cannot be read.</param>
    public static PlanContents Read(string path, out IReadOnlyList<Finding> unreadable)
    {
        var group = FolderFiles.One(path);
        unreadable = group.Unreadable;
        return group.Source.Unpack();
    }
}
