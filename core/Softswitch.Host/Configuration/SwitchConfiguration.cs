using System.Net;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Steps;
using Softswitch.Host.Logging;
using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Accounts.Checking;
using Softswitch.Sip;

namespace Softswitch.Host.Configuration;

/// <summary>
/// How one switch is set up: the configuration file, with the environment and the command line over it. To add a
/// setting: a property here, its line in <see cref="Settings"/>, and its row in docs/operation.md.
/// </summary>
public sealed record SwitchConfiguration
{
    /// <summary>Name of this node, unique among those that share a database. Default: the machine's name.</summary>
    public string Node { get; init; } = Environment.MachineName;

    /// <summary>Folder of the database and the journal. Default /var/lib/softswitch for root, otherwise ~/.local/state/softswitch.</summary>
    public string Data { get; init; } = DefaultData();

    /// <summary>Folder of the account files. Default <c>dialplans</c>.</summary>
    public string Dialplans { get; init; } = Path.GetFullPath("dialplans");

    /// <summary>Folder of the system's recordings: those of an account in its own <c>prompts</c> folder come before them. Default that of Debian's asterisk-core-sounds-en-wav.</summary>
    public string Prompts { get; init; } = "/usr/share/asterisk/sounds/en_US_f_Allison";

    /// <summary>Whether each call's way through its plan is kept with its record. Default yes.</summary>
    public bool KeepsTraces { get; init; } = true;

    /// <summary>Folder of the plugins that the switch comes with, one folder for each. Default <c>plugins</c> beside the program.</summary>
    public string Plugins { get; init; } = Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Currency of accounts that have no money yet, ISO 4217. Default <c>USD</c>.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The account that answers for hosts no account claims, or null for none.</summary>
    public string? DefaultAccount { get; init; }

    /// <summary>Connection string of a PostgreSQL server, or null for a private one in <see cref="Data"/>.</summary>
    public string? Database { get; init; }

    /// <summary>Where SIP is listened for; at least one. Default UDP and TCP, all IPv4 addresses, port 5060.</summary>
    public IReadOnlyList<ListenOptions> Listen { get; init; } = DefaultListen();

    /// <summary>Where the operator's HTTP listens, or null for not at all. Default 127.0.0.1:8080.</summary>
    public IPEndPoint? Http { get; init; } = new(IPAddress.Loopback, 8080);

    /// <summary>The address that media is sent from and received at; 0.0.0.0 is any. Null: the one that SIP is listened for at, if it is one, else any.</summary>
    public IPAddress? MediaAddress { get; init; }

    /// <summary>The address that phones are told to send media to, or null for the one it is received at.</summary>
    public IPAddress? MediaAdvertised { get; init; }

    /// <summary>First and last UDP port of media, 1024 to 65535. Default 16384-32767: 4096 calls of one audio stream.</summary>
    public (int First, int Last) MediaPorts { get; init; } = (16_384, 32_767);

    /// <summary>Threads for signalling, 1 to 64. Default: half of the processors.</summary>
    public int SignallingWorkers { get; init; } = HalfOfProcessors();

    /// <summary>Threads for media, 1 to 64. Default: half of the processors.</summary>
    public int MediaWorkers { get; init; } = HalfOfProcessors();

    /// <summary>The least severe events that are logged. Default information; debug shows traces of exceptions too.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>How lines of the log look.</summary>
    internal LogFormat LogFormat { get; init; } = LogFormat.Text;

    /// <summary>How long a stop waits for calls to end by themselves, 0 to 24 hours. Default 30 s.</summary>
    public TimeSpan StopWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Open TCP and TLS connections, 1 to 1 000 000. Default 20 000.</summary>
    public int Connections { get; init; } = 20_000;

    /// <summary>Connections of one source address, 1 to 1 000 000. Default 2000.</summary>
    public int ConnectionsPerSource { get; init; } = 2_000;

    /// <summary>Files of the public keys that plugins have to be signed by one of. Default none: no plugin has to be signed.</summary>
    public IReadOnlyList<string> PluginKeys { get; init; } = [];

    /// <summary>Ids of plugins that need no signature nevertheless; <c>*</c> for all. Default none.</summary>
    public IReadOnlyList<string> UnsignedPlugins { get; init; } = [];

    /// <summary>Memory of the process of a plugin that has one of its own, 32 to 65 536 MB. Default 256 MB.</summary>
    public int PluginMemory { get; init; } = 256;

    /// <summary>The configuration file, or null.</summary>
    public string? Source { get; init; }

    /// <summary>Where accounts come from.</summary>
    public AccountCatalogueOptions Accounts(PlanLanguage language) => new() { Folder = Dialplans, DefaultAccount = DefaultAccount, Language = language, Node = Node };

    /// <summary>What plans are checked against: steps, and the recordings that are there.</summary>
    /// <param name="catalogue">The steps.</param>
    /// <param name="folder">Folder of the account files, where it is another one.</param>
    internal PlanLanguage Language(IStepCatalogue catalogue, string? folder = null) => AccountLanguage.Of(catalogue, new AccountResources(folder ?? Dialplans, Prompts));

    private static ListenOptions[] DefaultListen() =>
    [
        new(SipTransport.Udp, Net.NetAddress.From(IPAddress.Any, 5060)),
        new(SipTransport.Tcp, Net.NetAddress.From(IPAddress.Any, 5060)),
    ];

    private static int HalfOfProcessors() => Math.Clamp(Environment.ProcessorCount / 2, 1, 64);

    // PostgreSQL's user must be able to reach root's data; that is so in /var/lib and not in /root.
    private static string DefaultData()
    {
        if (Environment.IsPrivilegedProcess) return "/var/lib/softswitch";
        var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local/state");
        return Path.Combine(state, "softswitch");
    }
}
