using System.Net;
using System.Net.Sockets;
using Softswitch.Integration.Tests.Peers;
using Softswitch.Integration.Tests.Switch;

namespace Softswitch.Integration.Tests.Flows;

/// <summary>The flows of RFC 3665 §3, our B2BUA in the place of the proxies; SIPp is both Alice and Bob.</summary>
public sealed class SessionFlowTests(SwitchFixture fixture) : IClassFixture<SwitchFixture>
{
    private static SippScenario Ringing => new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50);

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    public async Task A_session_is_established_and_ended_by_the_caller(string transport)
    {
        var alice = new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().Pause(200).Bye();
        var bob = Ringing.Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200);
        await RunAsync("100", alice, "101", bob, transport);
    }

    [Fact]
    public async Task A_session_is_ended_by_the_callee()
    {
        var alice = new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().ExpectRequest("BYE").Reply(200);
        var bob = Ringing.Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").Pause(200).Bye();
        await RunAsync("102", alice, "103", bob);
    }

    [Fact]
    public async Task An_offer_in_the_answer_is_answered_in_the_ACK()
    {
        var alice = new SippScenario().InviteWithCredentials(offer: false).Provisional(100).Expect(180).ExpectAnswer().Ack(SippScenario.Session()).Pause(200).Bye();
        var bob = new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(50).Reply(200, SippScenario.Session(), repeats: true)
            .ExpectRequest("ACK", "m=audio [1-9]").ExpectRequest("BYE").Reply(200);
        await RunAsync("104", alice, "105", bob);
    }

    [Fact]
    public async Task A_caller_that_moves_sends_a_new_offer_within_the_session()
    {
        var alice = new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().Pause(200)
            .Invite(SippScenario.Session(2)).Provisional(100).ExpectAnswer().Ack().Pause(200).Bye();
        // The relay may answer for Bob where nothing changes for him; a new offer to him is as good.
        var bob = Ringing.Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK")
            .ExpectRequest("INVITE").Reply(200, SippScenario.Session(2), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200);
        await RunAsync("106", alice, "107", bob);
    }

    [Fact]
    public async Task A_caller_that_gives_up_cancels()
    {
        var alice = new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).Pause(200).Cancel().Expect(200).Expect(487).AckRefusal();
        var bob = Ringing.ExpectRequest("CANCEL").ReplyToCancelled().ExpectRequest("ACK");
        await RunAsync("108", alice, "109", bob);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(480)]
    [InlineData(603)]
    public async Task A_refusal_reaches_the_caller(int status)
    {
        var alice = new SippScenario().InviteWithCredentials().Provisional(100).Provisional(180).Expect(status).AckRefusal();
        var bob = new SippScenario().ExpectRequest("INVITE").Reply(status, repeats: true).ExpectRequest("ACK");
        await RunAsync("110", alice, "111", bob);
    }

    [Fact]
    public async Task Nobody_answers_and_the_caller_is_told_when_the_time_is_over()
    {
        var alice = new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).Expect(480).AckRefusal();
        var bob = Ringing.ExpectRequest("CANCEL").ReplyToCancelled().ExpectRequest("ACK");
        await RunAsync("112", alice, "113", bob);
    }

    [Fact]
    public async Task A_phone_that_says_nothing_does_not_keep_the_caller_waiting_for_ever()
    {
        var silent = await fixture.RegisteredAsync("115");
        using var phone = new UdpClient(new IPEndPoint(IPAddress.Loopback, silent.Port));

        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(480).AckRefusal(), fixture.Run("114", "115"));
    }

    [Theory]
    [InlineData("u1")]
    [InlineData("t1")]
    public async Task A_phone_whose_port_is_closed_is_unavailable(string transport)
    {
        await fixture.RegisteredAsync("117", transport);

        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(480).AckRefusal(), fixture.Run("114", "117"));
    }

    [Theory]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_phone_whose_connection_has_died_with_it_is_unavailable(string transport)
    {
        await using var phone = await fixture.BaresipAsync("117", 440, transport);
        await phone.DieAsync();

        await Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(480).AckRefusal(), fixture.Run("114", "117"));
    }

    [Fact]
    public async Task A_phone_that_registered_over_a_connection_that_it_has_closed_is_called_over_a_new_one()
    {
        var alice = new SippScenario().InviteWithCredentials().Provisional(100).Expect(180).ExpectAnswer().Ack().ExpectRequest("BYE").Reply(200);
        var bob = Ringing.Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK").Pause(200).Bye();
        await using var answering = await Sipp.StartAsync(bob, await fixture.RegisteredAsync("118", "t1"));
        await Sipp.RunAsync(alice, fixture.Run("114", "118"));
        await answering.SucceedAsync();
    }

    [Fact]
    public Task An_extension_that_does_not_exist_is_not_found() =>
        Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(404).AckRefusal(), fixture.Run("116", "999"));

    [Fact]
    public Task An_extension_without_a_phone_is_unavailable() =>
        Sipp.RunAsync(new SippScenario().InviteWithCredentials().Provisional(100).Expect(480).AckRefusal(), fixture.Run("116", "119"));

    private async Task RunAsync(string caller, SippScenario alice, string callee, SippScenario bob, string callersTransport = "udp")
    {
        await using var answering = await Sipp.StartAsync(bob, await fixture.RegisteredAsync(callee));
        await Sipp.RunAsync(alice, fixture.Run(caller, callee) with { Transport = callersTransport == "tcp" ? "t1" : "u1" });
        await answering.SucceedAsync();
    }
}
