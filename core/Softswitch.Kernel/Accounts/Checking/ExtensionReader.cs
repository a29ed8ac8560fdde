using System.Collections.Immutable;
using System.Net;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads the <c>extensions</c> of an account.</summary>
internal static class ExtensionReader
{
    private const int MaximumNetworks = 64;
    private static readonly string[] Keys = ["name", "secret", "max-contacts", "allow-from"];

    /// <summary>The extensions by number. One with findings is there too, so that what names it is not found wrong for it.</summary>
    public static Dictionary<string, Extension> Read(YamlValue? value, FileFindings findings)
    {
        var extensions = new Dictionary<string, Extension>(StringComparer.Ordinal);
        if (value is null) return extensions;
        if (value is not YamlMap map)
        {
            findings.Add(value, FindingCodes.WrongType, $"extensions is {value.Described}; expected a map of extensions by number");
            return extensions;
        }

        foreach (var (number, body) in map.Entries)
        {
            if (!Names.IsExtension(number.Text))
                findings.Add(number, FindingCodes.WrongValue, $"'{number.Text}' is no number of an extension; expected 1 to 15 digits");
            extensions.Add(number.Text, ReadOne(number.Text, body, findings));
        }

        return extensions;
    }

    private static Extension ReadOne(string number, YamlValue body, FileFindings findings)
    {
        var what = $"extension '{number}'";
        var extension = new Extension { Number = number };
        if (MapReader.Open(body, what, Keys, findings) is not { } map) return extension;

        if (map.Find("name") is { } name) extension = extension with { Name = ValueReader.Text(name, "name", findings) };
        if (map.Find("secret") is { } secret) extension = extension with { Secret = ValueReader.Text(secret, "secret", findings) };
        if (map.Find("max-contacts") is { } contacts && ValueReader.Number(contacts, "max-contacts", 1, 50, findings) is { } most)
            extension = extension with { MaxContacts = most };
        if (map.Find("allow-from") is { } networks) extension = extension with { AllowFrom = ReadNetworks(networks, findings) };
        if (map.Find("secret") is null && map.Find("allow-from") is null)
            findings.Add(map.Place, FindingCodes.NoWayIn, $"{what} has neither secret nor allow-from; expected one of them, for no phone could register");
        return extension;
    }

    private static ImmutableArray<IPNetwork> ReadNetworks(YamlValue value, FileFindings findings)
    {
        var networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (var item in ValueReader.OneOrMore(value, "allow-from", "networks such as [10.0.0.0/8]", MaximumNetworks, findings))
        {
            if (ValueReader.Network(item, "allow-from", findings) is { } network) networks.Add(network);
        }

        return networks.ToImmutable();
    }
}
