using System.Text;

namespace Softswitch.Host.Composition;

/// <summary>What <c>run</c> says when the switch is ready: what to type into a phone, and where everything is.</summary>
internal static class Banner
{
    private const int MostPhones = 12;

    /// <summary>The text.</summary>
    public static string Of(SwitchHost host)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine($"Softswitch {ProductVersion.Current} is ready.").AppendLine();
        text.AppendLine("Phones to try it with (user, password, domain):");
        var phones = host.Accounts.Accounts
            .SelectMany(account => account.Extensions.Values.Where(extension => extension.Secret is not null).Select(extension => (account, extension)))
            .OrderBy(phone => phone.account.Id, StringComparer.Ordinal).ThenBy(phone => phone.extension.Number, StringComparer.Ordinal)
            .ToList();
        foreach (var (account, extension) in phones.Take(MostPhones))
            text.AppendLine($"  {extension.Number,-6} {extension.Secret,-16} {account.Domains[0],-24} {extension.Name}");
        if (phones.Count > MostPhones) text.AppendLine($"  ... and {phones.Count - MostPhones} more in {host.Configuration.Dialplans}");
        text.AppendLine().AppendLine("SIP        " + string.Join(", ", host.Listening.Select(point => point.ToString())));
        text.AppendLine($"Media      UDP {host.Configuration.MediaPorts.First}-{host.Configuration.MediaPorts.Last}, phones are told {host.MediaAddress}");
        text.AppendLine("Accounts   " + host.Configuration.Dialplans + " (after a change: kill -HUP, or POST /reload)");
        text.AppendLine("Data       " + host.Configuration.Data + (host.Configuration.Database is null ? " (with a PostgreSQL of its own)" : ""));
        if (host.HttpAddress is { } http) text.AppendLine($"HTTP       {http}/health  {http}/metrics");
        text.AppendLine("Log        here, below");
        text.AppendLine("Stop       Ctrl+C: calls that are up may end; once more stops at once").AppendLine();
        return text.ToString();
    }
}
