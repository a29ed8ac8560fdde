using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>A switch with the accounts that it comes with.</summary>
public sealed class DemoSwitch : IAsyncLifetime
{
    private static readonly Dictionary<(string Account, string Extension), string> Secrets = new()
    {
        [("demo", "100")] = "wonderland",
        [("demo", "101")] = "builder",
        [("demo", "102")] = "christmas",
        [("acme", "100")] = "roadrunner",
        [("acme", "101")] = "dynamite",
        [("acme", "200")] = "catapult",
    };

    private readonly List<(string Extension, int Port)> _registered = [];

    internal SwitchProcess Switch { get; private set; } = null!;

    public async Task InitializeAsync() => Switch = await SwitchProcess.StartAsync(prepare: static process =>
    {
        foreach (var file in Directory.EnumerateFiles(Dialplans(), "*.yaml")) File.Copy(file, Path.Combine(process.DialplanFolder, Path.GetFileName(file)));
    });

    public async Task DisposeAsync() => await Switch.DisposeAsync();

    internal static string DomainOf(string account) => account + ".localhost";

    /// <summary>Whether an extension is let in from this machine without a password.</summary>
    internal static bool IsTrusted(string account, string extension) => (account, extension) == ("acme", "200");

    /// <summary>A SIPp that is an extension.</summary>
    internal SippRun Run(string account, string extension) => new() { SwitchPort = Switch.SipPort, Domain = DomainOf(account), User = extension, Secret = Secrets[(account, extension)] };

    /// <summary>Registers a SIPp as an extension, which then does what it is to do when it is rung.</summary>
    internal async Task<Sipp> AnswerAsync(string account, string extension, string does, int calls)
    {
        var run = Run(account, extension);
        await RegisterAsync(account, extension, run.Port, 3600);
        _registered.Add((extension, run.Port));
        var scenario = new SippScenario().ExpectRequest("INVITE");
        scenario = does switch
        {
            "answers" => scenario.Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").Pause(300).Bye(),
            "busy" => scenario.Reply(486, repeats: true).ExpectRequest("ACK"),
            _ => scenario.Reply(603, repeats: true).ExpectRequest("ACK"),
        };
        return await Sipp.StartAsync(scenario, run with { Calls = calls });
    }

    /// <summary>Takes all extensions of an account off line.</summary>
    internal async Task ForgetAsync(string account)
    {
        foreach (var (extension, port) in _registered) await RegisterAsync(account, extension, port, 0);
        _registered.Clear();
    }

    private Task RegisterAsync(string account, string extension, int port, int expires)
    {
        var contact = $"Contact: <sip:{extension}@127.0.0.1:{port}>\nExpires: {expires}";
        var scenario = new SippScenario().Register(contact);
        if (!IsTrusted(account, extension)) scenario.Challenge(401).Register(contact, authenticated: true).ChallengedAgain(401);
        return Sipp.RunAsync(scenario.Expect(200), Run(account, extension));
    }

    private static string Dialplans()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Framework.sln"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("Framework.sln");
        return Path.Combine(folder.FullName, "dialplans");
    }
}
