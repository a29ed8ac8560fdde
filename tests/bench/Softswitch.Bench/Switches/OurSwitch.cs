using System.Globalization;
using System.Net;
using System.Text;
using Softswitch.Bench.Load;
using Softswitch.Bench.Measuring;

namespace Softswitch.Bench.Switches;

/// <summary>The switch of this repository, as ./run runs it, with a PostgreSQL of its own.</summary>
internal sealed class OurSwitch : ISwitch
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("softswitch-");
    private readonly string _configuration;
    private ChildProgram _process;

    /// <param name="users">How many of <see cref="LoadUsers"/> may register.</param>
    /// <param name="trusted">Whether 127.0.0.1 is believed without a password, as Kamailio believes it where it does not challenge.</param>
    /// <param name="media">relay or direct.</param>
    /// <param name="plan">Sections of the account's plan, in YAML, with the steps of Softswitch.Bench.Plugin in the place of the product's plugins.</param>
    public OurSwitch(int users, bool trusted, string media, string plan = "")
    {
        // PostgreSQL runs as a user of its own when we are root, and passes through here.
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_101_101);
        var port = LoopbackPorts.Take();
        Address = new IPEndPoint(IPAddress.Loopback, port);
        var dialplans = _folder.CreateSubdirectory("dialplans").FullName;
        File.WriteAllText(Path.Combine(dialplans, "bench.yaml"), Account(users, trusted, media, plan));
        var http = LoopbackPorts.Take();
        Health = new Uri($"http://127.0.0.1:{http}/health");
        _configuration = Path.Combine(_folder.FullName, "softswitch.yaml");
        File.WriteAllText(_configuration, $$"""
            {{(plan.Length == 0 ? "" : "plugins: " + InRepository("tests", "bench", "Softswitch.Bench.Plugin", "bin", "Release"))}}
            data: {{Path.Combine(_folder.FullName, "data")}}
            dialplans: {{dialplans}}
            default-account: bench
            listen: [ "udp 127.0.0.1:{{port}}" ]
            http: 127.0.0.1:{{http}}
            media: { address: 127.0.0.1 }
            log: { level: warning }
            stop-wait: 1s

            """);
        _process = Launch();
        _process.WaitUntil(() => SipProbe.Answers(Address), TimeSpan.FromSeconds(60));
    }

    public string Name => "softswitch";

    public string Domain => "bench.test";

    public IPEndPoint Address { get; }

    public Uri Health { get; }

    public int ProcessId => _process.Id;

    public double CpuSeconds => CpuTime.OfProcess(_process.Id);

    /// <summary>CPU time of its database, which is no part of <see cref="CpuSeconds"/>.</summary>
    public double DatabaseCpuSeconds => CpuTime.OfChildren(_process.Id);

    /// <summary>Kills it, while its database goes on, and starts it again; returns at once.</summary>
    public void StartAgain()
    {
        _process.Kill();
        _process.Dispose();
        _process = Launch();
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private ChildProgram Launch() => new("dotnet", Executable(), "run", "--config", _configuration);

    private static string Account(int users, bool trusted, string media, string plan)
    {
        var yaml = new StringBuilder($"dialplan: 1\naccount: bench\ndomains: [bench.test]\nmedia: {media}\n{plan}\nextensions:\n");
        var trust = trusted ? ", allow-from: [127.0.0.0/8]" : string.Empty;
        foreach (var user in LoadUsers.Callees(users).Append(LoadUsers.Caller)) yaml.Append(CultureInfo.InvariantCulture, $"  \"{user}\": {{ secret: {LoadUsers.Secret}{trust} }}\n");
        return yaml.ToString();
    }

    private static string Executable() => InRepository("core", "Softswitch.Host", "bin", "Release", "net10.0", "softswitch.dll");

    private static string InRepository(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) folder = folder.Parent ?? throw new BenchException("Framework.sln is not above " + AppContext.BaseDirectory);
        return Path.Combine([folder.FullName, .. path]);
    }
}
