using System.Text;
using Softswitch.Kernel.Accounts;

namespace Softswitch.Host.Composition;

/// <summary>What <c>run</c> says when the switch is ready: what to type into a phone, and where everything is.</summary>
internal static class Banner
{
    private const int MostPhones = 12;
    private const int SipPort = 5060;

    /// <summary>The text.</summary>
    public static string Of(SwitchHost host)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine($"Softswitch {ProductVersion.Current} is ready.").AppendLine();
        AddPhones(text, host);
        text.AppendLine("SIP        " + string.Join(", ", host.Listening.Select(point => point.ToString())));
        text.AppendLine($"Media      UDP {host.Configuration.MediaPorts.First}-{host.Configuration.MediaPorts.Last}, phones are told {host.MediaAddress}");
        text.AppendLine("Accounts   " + host.Configuration.Dialplans + " (after a change: kill -HUP, or POST /reload)");
        text.AppendLine("Data       " + host.Configuration.Data + (host.Configuration.Database is null ? " (with a PostgreSQL of its own)" : ""));
        if (host.HttpAddress is { } http) text.AppendLine($"HTTP       {http}/health  {http}/metrics");
        text.AppendLine("Log        here, below");
        text.AppendLine("Stop       Ctrl+C: calls that are up may end; once more stops at once").AppendLine();
        return text.ToString();
    }

    private static void AddPhones(StringBuilder text, SwitchHost host)
    {
        var address = AddressOf(host);
        var accounts = host.Accounts.Entries
            .OrderBy(entry => entry.Name != host.Accounts.Default?.Id)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .Take(MostPhones)
            .Select(entry => entry.Account)
            .OfType<Account>();
        var phones = accounts
            .SelectMany(account => account.Extensions.Values.Where(extension => extension.Secret is not null).Select(extension => (account, extension)))
            .OrderBy(phone => phone.account != host.Accounts.Default)
            .ThenBy(phone => phone.account.Id, StringComparer.Ordinal)
            .ThenBy(phone => phone.extension.Number, StringComparer.Ordinal)
            .ToList();
        if (phones.Count == 0) return;

        text.AppendLine("Phones to try it with:");
        text.AppendLine("  user   password         domain");
        foreach (var (account, extension) in phones.Take(MostPhones))
            text.AppendLine($"  {extension.Number,-6} {extension.Secret,-16} {DomainOf(account, host.Accounts, address),-24} {extension.Name}".TrimEnd());
        if (phones.Count > MostPhones) text.AppendLine($"  ... and {phones.Count - MostPhones} more in {host.Configuration.Dialplans}");
        text.AppendLine($"Where a domain does not lead here by DNS, give the phone {address} as its proxy.").AppendLine();
    }

    // The default account answers for the bare address: nothing has to be resolved.
    private static string DomainOf(Account account, AccountSet accounts, string address) => account == accounts.Default ? address : account.Domains[0];

    private static string AddressOf(SwitchHost host)
    {
        var point = host.Listening[0];
        var name = point.AdvertisedHost ?? (point.Address.IsAny ? host.MediaAddress?.ToString() ?? "" : point.Address.Host);
        if (name.Contains(':') && !name.StartsWith('[')) name = $"[{name}]";
        var port = point.AdvertisedPort ?? point.Address.Port;
        return port == SipPort ? name : $"{name}:{port}";
    }
}
