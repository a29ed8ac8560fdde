using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using Softswitch.Integration.Tests.Processes;

namespace Softswitch.Integration.Tests.Switch;

/// <summary>A switch as its users run it: the built executable, an account file, a data folder, ports of its own.</summary>
internal sealed class SwitchProcess : IAsyncDisposable
{
    /// <summary>Enough for the few calls of most tests.</summary>
    private const int MediaPorts = 200;

    /// <summary>Media ports for thousands of calls: the range that the system gives out too, of which the switch passes over what is taken.</summary>
    public static readonly (int First, int Last) ManyMediaPorts = (33_000, 64_999);

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopsWithin = TimeSpan.FromSeconds(15);
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly string _accountSettings;
    private ChildProcess? _process;

    private SwitchProcess(string accountSettings) => _accountSettings = accountSettings;

    /// <summary>Port for SIP over UDP and TCP.</summary>
    public int SipPort { get; } = LoopbackPorts.Take();

    public int TlsPort { get; } = LoopbackPorts.Take();

    public int HttpPort { get; } = LoopbackPorts.Take();

    public string Configuration => _folder.File("softswitch.yaml");

    public string DialplanFolder => _folder.File("dialplans");

    public string DataFolder => _folder.File("data");

    public int ProcessId => Running.Id;

    /// <summary>What it has printed since its last start.</summary>
    public string Log => Running.Output;

    private ChildProcess Running => _process ?? throw new InvalidOperationException("the switch is not started");

    /// <summary>A switch with the test account, ready for calls.</summary>
    /// <param name="accountSettings">Lines for the account.</param>
    /// <param name="mediaPorts">First and last port of media; null takes a few that are free.</param>
    /// <param name="prepare">Writes further files into its folders before it starts: other accounts, recordings.</param>
    /// <param name="samples">Plugins that it comes with: names of folders in <c>samples/</c>.</param>
    public static async Task<SwitchProcess> StartAsync(string accountSettings = "", (int First, int Last)? mediaPorts = null, Action<SwitchProcess>? prepare = null, params string[] samples)
    {
        var instance = new SwitchProcess(accountSettings);
        instance.Prepare(mediaPorts, samples);
        prepare?.Invoke(instance);
        try
        {
            await instance.StartAgainAsync();
            return instance;
        }
        catch
        {
            await instance.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it on the same folders and ports as before; returns the time until it was ready.</summary>
    public async Task<TimeSpan> StartAgainAsync()
    {
        var started = Stopwatch.StartNew();
        _process = Launch("run", "--config", Configuration);
        await Eventually.GetAsync(
            () => Healthy().GetAwaiter().GetResult(),
            healthy => healthy || _process.HasExited,
            _ => "the switch does not become healthy:\n" + Log,
            StartsWithin);
        if (_process.HasExited) throw new InvalidOperationException($"the switch ended with {_process.ExitCode}:\n{Log}");
        return started.Elapsed;
    }

    /// <summary>Runs <c>softswitch</c> with any arguments, without a switch around it.</summary>
    public static ChildProcess Launch(params string[] arguments) => ChildProcess.Start("dotnet", [Executable, .. arguments]);

    /// <summary>Asks it to stop (SIGTERM); returns its exit status.</summary>
    public Task<int> StopAsync() => Running.TerminateAsync(StopsWithin);

    public Task<int> KillAsync() => Running.KillAsync();

    public async Task<(int Status, string Body)> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}{path}"));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Puts something to a plugin's endpoint as an account; gives the status.</summary>
    public Task<int> PutAsync(string path, string body, string account, string key) => _http.PutAsync(HttpPort, path, body, account, key);

    /// <summary>Replaces the account's file, and has it read.</summary>
    public async Task<(int Status, string Body)> ReloadAsync(string yaml)
    {
        _folder.Write("dialplans/test.yaml", yaml);
        using var response = await _http.PostAsync(new Uri($"http://127.0.0.1:{HttpPort}/reload"), content: null);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<Metrics> MetricsAsync() => Metrics.Parse((await GetAsync("/metrics")).Body);

    /// <summary>Memory that it holds, in bytes (resident set, its own process only).</summary>
    public long ResidentBytes()
    {
        var line = File.ReadLines($"/proc/{ProcessId}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    /// <summary>Its private PostgreSQL, which runs as long as it does.</summary>
    public NpgsqlDataSource OpenDatabase() => NpgsqlDataSource.Create($"Host={DataFolder}/postgres;Username=softswitch;Database=softswitch");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        if (Environment.GetEnvironmentVariable("SOFTSWITCH_TEST_LOGS") is { Length: > 0 } logs && _process is not null)
        {
            Directory.CreateDirectory(logs);
            await File.WriteAllTextAsync(Path.Combine(logs, $"{SipPort}.log"), _process.Output);
        }

        _http.Dispose();
        _folder.Dispose();
    }

    /// <summary>Puts a sample where the plugins are that a switch comes with.</summary>
    public static void Bring(string sample, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(OutputOf("samples/" + sample))) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    /// <summary>The folder of the sources.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>What ./run runs: the executable in its project's own output.</summary>
    private static string Executable { get; } = Path.Combine(OutputOf("core/Softswitch.Host"), "softswitch.dll");

    /// <summary>What was built of a project, by its folder.</summary>
    private static string OutputOf(string project)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, project, "bin", folder.Parent!.Name, folder.Name);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("Framework.sln");
        return folder.FullName;
    }

    private void Prepare((int First, int Last)? mediaPorts, string[] samples)
    {
        foreach (var sample in samples) Bring(sample, _folder.File("plugins/" + sample));
        _folder.Write("dialplans/test.yaml", TestAccount.Yaml(_accountSettings));
        var firstPort = mediaPorts?.First ?? LoopbackPorts.Take(MediaPorts);
        var lastPort = mediaPorts?.Last ?? firstPort + MediaPorts - 1;
        WriteCertificate();
        _folder.Write("softswitch.yaml", $$"""
            data: {{DataFolder}}
            dialplans: {{DialplanFolder}}
            {{(samples.Length == 0 ? "" : "plugins: " + _folder.File("plugins"))}}
            default-account: test
            listen:
              - udp 127.0.0.1:{{SipPort}}
              - tcp 127.0.0.1:{{SipPort}}
              - { tls: "127.0.0.1:{{TlsPort}}", certificate: {{_folder.File("certificate.pem")}}, key: {{_folder.File("key.pem")}} }
            http: 127.0.0.1:{{HttpPort}}
            media: { address: 127.0.0.1, ports: {{firstPort}}-{{lastPort}} }
            stop-wait: 2s
            log: { level: {{Environment.GetEnvironmentVariable("SOFTSWITCH_TEST_LOG_LEVEL") ?? "information"}} }

            """);
    }


    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + TestAccount.Domain, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(TestAccount.Domain);
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        _folder.Write("certificate.pem", certificate.ExportCertificatePem());
        _folder.Write("key.pem", key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<bool> Healthy()
    {
        try
        {
            return (await GetAsync("/health")).Status == 200;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
