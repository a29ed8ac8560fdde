using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>The flows of RFC 3665 §2, as SIPp sees them.</summary>
public sealed class RegistrationFlowTests(SwitchFixture fixture) : IClassFixture<SwitchFixture>
{
    private static string Contact(int port) => $"Contact: <sip:phone@127.0.0.1:{port}>\nExpires: 3600";

    private static string Listed(int port) => $"Contact:.*127[.]0[.]0[.]1:{port}";

    /// <summary>A REGISTER that is challenged, repeated with credentials, and accepted with what <paramref name="pattern"/> says.</summary>
    private static SippScenario Registration(string headers, string pattern, bool absent = false) =>
        new SippScenario().Register(headers).Challenge(401).Register(headers, authenticated: true).ChallengedAgain(401).Expect(200, pattern, absent);

    [Fact]
    public Task A_new_registration_is_challenged_and_told_its_contact() =>
        Sipp.RunAsync(Registration(Contact(9001), Listed(9001)), fixture.Run("100"));

    [Fact]
    public async Task An_update_adds_a_contact_to_the_list()
    {
        await Sipp.RunAsync(Registration(Contact(9011), Listed(9011)), fixture.Run("101"));
        // SIPp's expression spans lines: both contacts in one response, in either order of the switch's choosing.
        await Sipp.RunAsync(Registration(Contact(9012), "901[12](.|[[:space:]])*901[12]"), fixture.Run("101"));
    }

    [Fact]
    public async Task A_request_for_the_list_changes_nothing()
    {
        await Sipp.RunAsync(Registration(Contact(9021), Listed(9021)), fixture.Run("102"));
        await Sipp.RunAsync(Registration("User-Agent: sipp", Listed(9021)), fixture.Run("102"));
        await Sipp.RunAsync(Registration("User-Agent: sipp", Listed(9021)), fixture.Run("102"));
    }

    [Fact]
    public async Task A_cancellation_empties_the_list()
    {
        await Sipp.RunAsync(Registration(Contact(9031), Listed(9031)), fixture.Run("103"));
        await Sipp.RunAsync(Registration("Contact: *\nExpires: 0", "Contact:", absent: true), fixture.Run("103"));
        await Sipp.RunAsync(Registration("User-Agent: sipp", "Contact:", absent: true), fixture.Run("103"));
    }

    [Fact]
    public async Task A_wrong_password_is_challenged_again_and_registers_nothing()
    {
        var refused = new SippScenario().Register(Contact(9041)).Challenge(401).Register(Contact(9041), authenticated: true).Expect(401);
        await Sipp.RunAsync(refused, fixture.Run("104") with { Secret = "wrong" });
        await Sipp.RunAsync(Registration("User-Agent: sipp", "Contact:", absent: true), fixture.Run("104"));
    }

    [Fact]
    public Task A_registration_over_TCP_is_the_same() =>
        Sipp.RunAsync(Registration(Contact(9051), Listed(9051)), fixture.Run("105") with { Transport = "t1", Port = LoopbackPorts.Take() });
}
