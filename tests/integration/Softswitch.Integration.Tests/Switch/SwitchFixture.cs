using Softswitch.Integration.Tests.Peers;

namespace Softswitch.Integration.Tests.Switch;

/// <summary>One running switch for the tests of a class.</summary>
public sealed class SwitchFixture : IAsyncLifetime
{
    public SwitchFixture()
    {
    }

    internal SwitchFixture(SwitchProcess process) => Switch = process;

    internal SwitchProcess Switch { get; private set; } = null!;

    public async Task InitializeAsync() => Switch = await SwitchProcess.StartAsync();

    public async Task DisposeAsync() => await Switch.DisposeAsync();

    /// <summary>A baresip that is registered as an extension and says a tone.</summary>
    internal Task<Baresip> BaresipAsync(string extension, int hertz, string transport = "udp", bool autoAnswer = true) =>
        Baresip.StartAsync(new BaresipOptions(extension, TestAccount.Domain, hertz)
        {
            Secret = TestAccount.Secret(extension),
            RegistrarPort = transport == "tls" ? Switch.TlsPort : Switch.SipPort,
            Transport = transport,
            AutoAnswer = autoAnswer,
        });

    /// <summary>A linphone that is registered as an extension.</summary>
    internal async Task<Linphone> LinphoneAsync(string extension, int hertz, bool autoAnswer = true)
    {
        var linphone = await Linphone.StartAsync(new LinphoneOptions(extension, TestAccount.Domain, hertz) { AutoAnswer = autoAnswer });
        try
        {
            await linphone.RegisterAsync(Switch.SipPort, TestAccount.Secret(extension));
            return linphone;
        }
        catch
        {
            await linphone.DisposeAsync();
            throw;
        }
    }

    /// <summary>A run of SIPp as an extension that calls another.</summary>
    internal SippRun Run(string extension, string callee = "") => new()
    {
        SwitchPort = Switch.SipPort,
        User = extension,
        Secret = TestAccount.Secret(extension),
        Callee = callee,
        AuthorizedUri = callee.Length == 0 ? null : $"{callee}@{TestAccount.Domain}",
    };

    /// <summary>
    /// Registers a SIPp's port as an extension, and returns the run for the scenario that answers there. Over TCP the connection that
    /// registered is closed then.
    /// </summary>
    internal async Task<SippRun> RegisteredAsync(string extension, string transport = "u1")
    {
        var run = Run(extension) with { Transport = transport };
        var contact = $"Contact: <sip:{extension}@127.0.0.1:{run.Port}{(transport == "t1" ? ";transport=tcp" : string.Empty)}>\nExpires: 3600";
        var registration = new SippScenario().Register(contact).Challenge(401).Register(contact, authenticated: true).ChallengedAgain(401).Expect(200);
        await Sipp.RunAsync(registration, run with { Port = LoopbackPorts.Take() });
        return run;
    }

    /// <summary>An extension at the switch's own address, which the default account answers for; linphone looks a domain up in the DNS.</summary>
    internal string AddressAtPort(string extension) => $"sip:{extension}@127.0.0.1:{Switch.SipPort}";

    internal static string Address(string extension) => $"sip:{extension}@{TestAccount.Domain}";
}
