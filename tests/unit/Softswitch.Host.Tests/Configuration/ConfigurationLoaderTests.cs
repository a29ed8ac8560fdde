using System.Net;
using Softswitch.Host.Configuration;
using Softswitch.Sip;

namespace Softswitch.Host.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("softswitch-").FullName;

    private string File => Path.Combine(_folder, "softswitch.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_file_every_setting_has_its_default()
    {
        var (configuration, findings) = ConfigurationLoader.Load(new ConfigurationSources(null, new Dictionary<string, string>(), []));

        Assert.Empty(findings);
        Assert.Equal(["udp 0.0.0.0:5060", "tcp 0.0.0.0:5060"], configuration.Listen.Select(point => point.ToString()));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:8080"), configuration.Http);
        Assert.Null(configuration.Database);
        Assert.InRange(configuration.SignallingWorkers, 1, 64);
    }

    [Fact]
    public void A_file_sets_everything_and_its_paths_start_at_its_folder()
    {
        var configuration = LoadValid(
            """
            node: sip1
            data: data
            dialplans: /etc/softswitch/dialplans
            default-account: acme
            database: Host=db;Username=softswitch
            listen:
              - udp 192.0.2.1:5060
              - { tcp: "[2001:db8::1]:5062", advertise: sip.example.net }
              - { tls: 0.0.0.0:5061, certificate: cert.pem, key: key.pem, advertise: "sip.example.net:15061" }
            http: off
            media: { address: 192.0.2.1, advertise: 203.0.113.9, ports: 20000-29999 }
            workers: { signalling: 3, media: 2 }
            log: { level: debug, format: json }
            limits: { connections: 100, connections-per-source: 7 }
            stop-wait: 2m
            """);

        Assert.Equal("sip1", configuration.Node);
        Assert.Equal(Path.Combine(_folder, "data"), configuration.Data);
        Assert.Equal("/etc/softswitch/dialplans", configuration.Dialplans);
        Assert.Equal("acme", configuration.DefaultAccount);
        Assert.Equal("Host=db;Username=softswitch", configuration.Database);
        Assert.Equal(["udp 192.0.2.1:5060", "tcp [2001:db8::1]:5062", "tls 0.0.0.0:5061"], configuration.Listen.Select(point => point.ToString()));
        Assert.Equal("sip.example.net", configuration.Listen[1].AdvertisedHost);
        var tls = configuration.Listen[2];
        Assert.Equal(SipTransport.Tls, tls.Transport);
        Assert.Equal(("sip.example.net", (ushort)15061), (tls.AdvertisedHost, tls.AdvertisedPort!.Value));
        Assert.Equal((Path.Combine(_folder, "cert.pem"), Path.Combine(_folder, "key.pem")), (tls.Certificate, tls.CertificateKey));
        Assert.Null(configuration.Http);
        Assert.Equal(IPAddress.Parse("203.0.113.9"), configuration.MediaAdvertised);
        Assert.Equal((20_000, 29_999), configuration.MediaPorts);
        Assert.Equal((3, 2), (configuration.SignallingWorkers, configuration.MediaWorkers));
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Debug, configuration.LogLevel);
        Assert.Equal((100, 7), (configuration.Connections, configuration.ConnectionsPerSource));
        Assert.Equal(TimeSpan.FromMinutes(2), configuration.StopWait);
    }

    [Fact]
    public void The_environment_wins_over_the_file_and_the_command_line_over_both()
    {
        System.IO.File.WriteAllText(File, "node: file\nlog: { level: error }\nhttp: off\n");
        var environment = new Dictionary<string, string>
        {
            ["SOFTSWITCH_NODE"] = "environment",
            ["SOFTSWITCH_LOG_LEVEL"] = "warning",
            ["SOFTSWITCH_LISTEN"] = "udp 127.0.0.1:5070, tcp 127.0.0.1:5070",
            ["SOFTSWITCH_STOP_WAIT"] = "5s",
            ["SOFTSWITCH_TEST_FILTER"] = "something else",
            ["PATH"] = "/bin",
        };

        var (configuration, findings) = ConfigurationLoader.Load(new ConfigurationSources(File, environment, [("node", "option")]));

        Assert.Empty(findings);
        Assert.Equal("option", configuration.Node);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Warning, configuration.LogLevel);
        Assert.Equal(2, configuration.Listen.Count);
        Assert.Equal(TimeSpan.FromSeconds(5), configuration.StopWait);
        Assert.Null(configuration.Http);
    }

    [Fact]
    public void Lists_and_maps_of_the_environment_are_written_as_in_the_file()
    {
        var environment = new Dictionary<string, string> { ["SOFTSWITCH_LISTEN"] = "[udp 127.0.0.1:5070, { tls: \"127.0.0.1:5071\", certificate: /etc/a.pem }]" };

        var (configuration, findings) = ConfigurationLoader.Load(new ConfigurationSources(null, environment, []));

        Assert.Empty(findings);
        Assert.Equal("/etc/a.pem", configuration.Listen[1].Certificate);
    }

    [Fact]
    public void A_setting_of_the_command_line_without_a_value_is_a_finding() => Assert.Contains(
        "expected node=value",
        Assert.Single(ConfigurationLoader.Load(new ConfigurationSources(null, new Dictionary<string, string>(), [("node", "")])).Findings).Text,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("nodee: a", "1:1 SSW2102", "did you mean 'node'?")]
    [InlineData("node: a\nlog: { levle: debug }", "2:8 SSW2102", "did you mean 'level'?")]
    [InlineData("log: { level: infromation }", "1:15 SSW2106", "did you mean 'information'?")]
    [InlineData("log: debug", "1:6 SSW2105", "expected a map of level, format")]
    [InlineData("workers: { media: 0 }", "1:19 SSW2108", "expected 1 to 64")]
    [InlineData("workers: { media: many }", "1:19 SSW2105", "whole number")]
    [InlineData("http: 8080", "1:7 SSW2106", "127.0.0.1:8080")]
    [InlineData("http: localhost:8080", "1:7 SSW2106", "127.0.0.1:8080")]
    [InlineData("media: { ports: 20000 }", "1:17 SSW2106", "16384-32767")]
    [InlineData("media: { ports: 30000-20000 }", "1:17 SSW2106", "16384-32767")]
    [InlineData("media: { address: here }", "1:19 SSW2106", "IP address")]
    [InlineData("listen: [upd 0.0.0.0:5060]", "1:10 SSW2106", "did you mean 'udp'?")]
    [InlineData("listen: [udp 5060]", "1:10 SSW2106", "such as 0.0.0.0:5060")]
    [InlineData("listen: [\"udp 0.0.0.0:99999\"]", "1:10 SSW2106", "such as 0.0.0.0:5060")]
    [InlineData("listen: [tls 0.0.0.0:5061]", "1:10 SSW2106", "needs a certificate")]
    [InlineData("listen:\n  - { udp: 0.0.0.0:5060, tcp: 0.0.0.0:5060 }", "2:5 SSW2106", "several transports")]
    [InlineData("listen:\n  - { advertise: a }", "2:5 SSW2106", "no transport")]
    [InlineData("listen:\n  - { udp: 0.0.0.0:5060, advertise: \"a b\" }", "2:37 SSW2106", "expected a host")]
    [InlineData("listen: [udp 0.0.0.0:5060, udp 0.0.0.0:5060]", "1:28 SSW2106", "there already")]
    [InlineData("listen: []", "1:9 SSW2105", "empty list")]
    [InlineData("stop-wait: 30", "1:12 SSW2107", "did you mean '30s'?")]
    [InlineData("node: [a", "SSW2002", "not valid YAML")]
    [InlineData("- a", "1:1 SSW2105", "expected a map")]
    public void What_is_wrong_is_said_with_its_place_and_what_was_expected(string yaml, string place, string expected)
    {
        var finding = Assert.Single(Load(yaml));

        Assert.StartsWith(File + ":", finding, StringComparison.Ordinal);
        Assert.Contains(place, finding, StringComparison.Ordinal);
        Assert.Contains(expected, finding, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_come_at_once() => Assert.Equal(3, Load("nodee: a\nhttp: x\nworkers: { media: 0 }\n").Count);

    [Fact]
    public void Findings_of_the_environment_and_the_command_line_name_their_variable_and_option()
    {
        var environment = new Dictionary<string, string> { ["SOFTSWITCH_HTTP"] = "8080", ["SOFTSWITCH_NOD"] = "a" };

        var (_, findings) = ConfigurationLoader.Load(new ConfigurationSources(null, environment, [("workers.media", "0"), ("nod", "a")]));

        Assert.Equal(["SOFTSWITCH_HTTP", "SOFTSWITCH_NOD", "--workers.media", "--nod"], findings.Select(finding => finding.File));
        Assert.Contains("did you mean 'SOFTSWITCH_NODE'?", findings[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_finding() => Assert.Contains(
        "cannot be read",
        Assert.Single(ConfigurationLoader.Load(new ConfigurationSources(File, new Dictionary<string, string>(), [])).Findings).Text,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# node: a\n\n  # http: off\n")]
    public void A_file_of_comments_sets_nothing(string yaml) => Assert.Empty(Load(yaml));

    [Fact]
    public void Noise_gives_findings_and_never_an_exception()
    {
        const string Valid = "node: a\nlisten:\n  - { tls: 0.0.0.0:5061, certificate: c.pem, advertise: \"[::1]:5\" }\nhttp: off\nmedia: { ports: 1-2, address: ::1 }\nstop-wait: 1h\n";
        Net.IRandomSource random = new Net.SeededRandomSource(3);
        for (var round = 0; round < 2000; round++)
        {
            var text = Valid.ToCharArray();
            for (var change = 0; change < 3; change++) text[random.Next(text.Length)] = (char)(32 + random.Next(96));
            _ = Load(new string(text));
        }
    }

    private SwitchConfiguration LoadValid(string yaml)
    {
        System.IO.File.WriteAllText(File, yaml);
        var (configuration, findings) = ConfigurationLoader.Load(new ConfigurationSources(File, new Dictionary<string, string>(), []));
        Assert.Empty(findings);
        return configuration;
    }

    private List<string> Load(string yaml)
    {
        System.IO.File.WriteAllText(File, yaml);
        return [.. ConfigurationLoader.Load(new ConfigurationSources(File, new Dictionary<string, string>(), [])).Findings.Select(finding => finding.ToString())];
    }
}
