namespace Softswitch.Kernel.Accounts;

/// <summary>The accounts in force. Reads the current set without locks; safe from any thread.</summary>
public interface IAccountDirectory
{
    /// <summary>The account that a host of a SIP URI (name or address, UTF-8, any case) belongs to: the one whose domain it is, otherwise the default account, otherwise null.</summary>
    Account? FindByHost(ReadOnlySpan<byte> host);

    /// <summary>The account of this name, or null.</summary>
    Account? Find(string account);
}
