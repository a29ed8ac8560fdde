using System.Collections.Immutable;
using System.Net;
using Softswitch.Dialplan.Yaml;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>Reads the <c>extensions</c> of an account.</summary>
internal static class ExtensionReader
{
    private const int MaximumNetworks = 64;
    private static readonly string[] Keys = ["name", "secret", "max-contacts", "allow-from", "flow"];

    /// <summary>The extensions by number, each with the flow that dialling it runs, if it has one. One with findings is there too, so that what names it is not found wrong for it.</summary>
    public static Dictionary<string, (Extension Extension, YamlText? Flow)> Read(IReadOnlyList<YamlEntry> entries, FileFindings findings)
    {
        var extensions = new Dictionary<string, (Extension, YamlText?)>(StringComparer.Ordinal);
        foreach (var (number, body) in entries)
        {
            if (!Names.IsExtension(number.Text))
                findings.Add(number, FindingCodes.WrongValue, $"'{number.Text}' is no number of an extension; expected 1 to 15 digits");
            extensions.Add(number.Text, ReadOne(number.Text, body, findings));
        }

        return extensions;
    }

    private static (Extension Extension, YamlText? Flow) ReadOne(string number, YamlValue body, FileFindings findings)
    {
        var what = $"extension '{number}'";
        var extension = new Extension { Number = number };
        if (MapReader.Open(body, what, Keys, findings) is not { } map) return (extension, null);

        if (map.Find("name") is { } name) extension = extension with { Name = ValueReader.Text(name, "name", findings) };
        if (map.Find("secret") is { } secret) extension = extension with { Secret = ValueReader.Text(secret, "secret", findings) };
        if (map.Find("max-contacts") is { } contacts && ValueReader.Number(contacts, "max-contacts", 1, 50, findings) is { } most)
            extension = extension with { MaxContacts = most };
        if (map.Find("allow-from") is { } networks) extension = extension with { AllowFrom = ReadNetworks(networks, findings) };
        if (map.Find("secret") is null && map.Find("allow-from") is null)
            findings.Add(map.Place, FindingCodes.NoWayIn, $"{what} has neither secret nor allow-from; expected one of them, for no phone could register");
        return (extension, ReadFlow(map.Find("flow"), findings));
    }

    private static YamlText? ReadFlow(YamlValue? value, FileFindings findings)
    {
        if (value is null or YamlText { IsMissing: false }) return (YamlText?)value;
        findings.Add(value, FindingCodes.WrongType, $"flow is {value.Described}; expected the name of a flow");
        return null;
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
