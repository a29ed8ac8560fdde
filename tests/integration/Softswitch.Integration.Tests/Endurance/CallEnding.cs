using Softswitch.Integration.Tests.Peers;

namespace Softswitch.Integration.Tests.Endurance;

/// <summary>One of the ways a call ends, as its two sides play it.</summary>
internal sealed record CallEnding(string Name, string Callee, SippScenario CallerSide, SippScenario CalleeSide)
{
    /// <summary>The extension that calls are transferred to.</summary>
    public const string TransferTarget = "109";

    private static SippScenario Calling => new SippScenario().Invite().Provisional(100).Provisional(180);

    private static SippScenario Called => new SippScenario().ExpectRequest("INVITE").Reply(180).Pause(20);

    private static SippScenario CalledAndAnswering => Called.Reply(200, SippScenario.Session(), repeats: true).ExpectRequest("ACK");

    /// <summary>What a transfer's target does.</summary>
    public static SippScenario Target => CalledAndAnswering.Pause(300).Bye();

    /// <summary>Every ending.</summary>
    public static IReadOnlyList<CallEnding> All =>
    [
        new("hung up by the caller", "101", Calling.ExpectAnswer().Ack().Pause(200).Bye(), CalledAndAnswering.ExpectRequest("BYE").Reply(200)),
        new("hung up by the callee", "102", Calling.ExpectAnswer().Ack().ExpectRequest("BYE").Reply(200), CalledAndAnswering.Pause(200).Bye()),
        new("busy", "103", Calling.Expect(486).AckRefusal(), new SippScenario().ExpectRequest("INVITE").Reply(486, repeats: true).ExpectRequest("ACK")),
        new("cancelled", "104", new SippScenario().Invite().Provisional(100).Expect(180).Pause(100).Cancel().Expect(200).Expect(487).AckRefusal(), Called.ExpectRequest("CANCEL").ReplyToCancelled().ExpectRequest("ACK")),
        new("not answered", "105", Calling.Expect(480).AckRefusal(), Called.ExpectRequest("CANCEL").ReplyToCancelled().ExpectRequest("ACK")),
        new("dropped by the caller", "106", Calling.ExpectAnswer().Ack(), CalledAndAnswering.Pause(300).Bye()),
        new("dropped by both", "107", Calling.ExpectAnswer().Ack(), CalledAndAnswering),
        new("transferred", "108", Calling.ExpectAnswer().Ack().Pause(50).ReferAway(TransferTarget),
            CalledAndAnswering.ExpectRequest("INVITE").Reply(200, SippScenario.Session(2), repeats: true).ExpectRequest("ACK").ExpectRequest("BYE").Reply(200)),
    ];
}
