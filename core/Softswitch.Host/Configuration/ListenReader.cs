using Softswitch.Dialplan.Yaml;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Host.Configuration;

/// <summary>
/// Reads the places to listen at: <c>udp 0.0.0.0:5060</c>, several of them separated by commas, or in the file as maps
/// with what else is to be said: <c>{ tls: 0.0.0.0:5061, certificate: a.pem, key: b.pem, advertise: sip.example.net }</c>.
/// </summary>
internal static class ListenReader
{
    private const string Expected = "transports with address and port, such as [udp 0.0.0.0:5060, tcp 0.0.0.0:5060]";

    private static readonly (string Word, SipTransport Transport)[] Transports =
        [("udp", SipTransport.Udp), ("tcp", SipTransport.Tcp), ("tls", SipTransport.Tls)];

    private static readonly string[] Keys = ["udp", "tcp", "tls", "advertise", "certificate", "key"];

    /// <summary>The points in their order; those that are wrong are findings.</summary>
    public static IReadOnlyList<ListenOptions> Read(SettingValue setting)
    {
        var points = new List<ListenOptions>();
        foreach (var item in Items(setting))
        {
            var point = item switch
            {
                YamlText text => ReadText(setting, text),
                YamlMap => ReadMap(setting, item),
                _ => Refuse(setting, item, $"listen holds {item.Described}; expected {Expected}"),
            };
            if (point is null) continue;
            if (point.Transport == SipTransport.Tls && point.Certificate is null)
                Refuse(setting, item, "tls needs a certificate; expected { tls: address:port, certificate: file.pem, key: file.pem }");
            else if (point.Address.Port != 0 && points.Any(other => other.Transport == point.Transport && other.Address == point.Address))
                Refuse(setting, item, $"{point} is there already");
            else points.Add(point);
        }

        return points;
    }

    private static IEnumerable<YamlValue> Items(SettingValue setting) => setting.Value switch
    {
        YamlText { IsMissing: false } text => text.Text.Split(',').Select(part => new YamlText(text.Place, part.Trim(), text.IsQuoted)),
        YamlMap => [setting.Value],
        _ => ValueReader.OneOrMore(setting.Value, "listen", Expected, 100, setting.Findings),
    };

    private static ListenOptions? ReadText(SettingValue setting, YamlText text)
    {
        if (text.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var word, var address])
            return Refuse(setting, text, $"listen is {text.Described}; expected {Expected}");
        return ReadTransport(setting, text, word) is { } transport ? ReadAddress(setting, text, transport, address) : null;
    }

    private static ListenOptions? ReadMap(SettingValue setting, YamlValue value)
    {
        if (MapReader.Open(value, "a place to listen at", Keys, setting.Findings) is not { } map) return null;
        var named = Transports.Where(known => map.Find(known.Word) is not null).ToList();
        if (named is not [var (word, transport)])
            return Refuse(setting, value, $"a place to listen at has {(named.Count == 0 ? "no transport" : "several transports")}; expected one of udp, tcp or tls");
        var address = map.Find(word)!;
        if (ValueReader.Text(address, word, setting.Findings) is not { } text || ReadAddress(setting, address, transport, text) is not { } point) return null;

        if (map.Find("certificate") is { } certificate) point = point with { Certificate = FilePath(setting, certificate, "certificate") };
        if (map.Find("key") is { } key) point = point with { CertificateKey = FilePath(setting, key, "key") };
        return map.Find("advertise") is { } advertised ? ReadAdvertised(setting, advertised, point) : point;
    }

    private static ListenOptions? ReadAdvertised(SettingValue setting, YamlValue value, ListenOptions point)
    {
        if (ValueReader.Text(value, "advertise", setting.Findings, 255) is not { } text) return null;
        if (!EndPointText.TrySplit(text, out var host, out var port) || host.Any(letter => !char.IsAsciiLetterOrDigit(letter) && !".-:[]".Contains(letter)))
            return Refuse(setting, value, $"advertise is '{text}'; expected a host, with or without a port, such as sip.example.net:5060");
        return point with { AdvertisedHost = host, AdvertisedPort = port };
    }

    private static SipTransport? ReadTransport(SettingValue setting, YamlValue at, string word)
    {
        foreach (var (known, transport) in Transports)
        {
            if (known == word) return transport;
        }

        Refuse(setting, at, $"unknown transport '{word}'{Suggestion.For(word, Transports.Select(known => known.Word))}");
        return null;
    }

    private static ListenOptions? ReadAddress(SettingValue setting, YamlValue at, SipTransport transport, string text) =>
        EndPointText.TryParse(text, out var endPoint)
            ? new ListenOptions(transport, NetAddress.From(endPoint))
            : Refuse(setting, at, $"'{text}' is no place to listen at; expected an address and a port, such as 0.0.0.0:5060 or [::]:5060");

    private static string? FilePath(SettingValue setting, YamlValue value, string name) =>
        (setting with { Name = name, Value = value }).FilePath();

    private static ListenOptions? Refuse(SettingValue setting, YamlValue at, string text)
    {
        setting.Findings.Add(at, FindingCodes.WrongValue, text);
        return null;
    }
}
