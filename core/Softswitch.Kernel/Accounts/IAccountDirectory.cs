namespace Softswitch.Kernel.Accounts;

/// <summary>The accounts in force. Reads the current set without locks; safe from any thread.</summary>
public interface IAccountDirectory
{
    /// <summary>The account that a host of a SIP URI (name or address, UTF-8, any case) belongs to: the one whose domain it is, otherwise the default account, otherwise null.</summary>
    Account? FindByHost(ReadOnlySpan<byte> host);

    /// <summary>The account of this name, or null.</summary>
    Account? Find(string account);

    /// <summary>The extension of <paramref name="account"/> with this number (UTF-8), or null.</summary>
    static Extension? FindExtension(Account account, ReadOnlySpan<byte> number)
    {
        Span<char> text = stackalloc char[64];
        if (number.Length > text.Length) return null;
        var length = System.Text.Encoding.UTF8.GetChars(number, text);
        return account.Extensions.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text[..length], out var extension) ? extension : null;
    }
}
