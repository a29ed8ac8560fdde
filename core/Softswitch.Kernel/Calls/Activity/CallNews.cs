using Softswitch.Kernel.Storage;
using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Tells what happens to calls, in the words of the SDK.</summary>
internal static class CallNews
{
    /// <summary>A call came in.</summary>
    public static void TellBegan(this CallServices services, CallStart start, DateTimeOffset at) =>
        services.Events?.Invoke(new CallBegan(start.Account.Id, at, start.Id, start.From.Public, start.Dialled));

    /// <summary>Somebody answered; null is the switch itself.</summary>
    public static void TellAnswered(this CallServices services, CallStart start, Party? party, DateTimeOffset at) =>
        services.Events?.Invoke(new CallAnswered(start.Account.Id, at, start.Id, party?.Public));

    /// <summary>A call is over.</summary>
    public static void TellEnded(this CallServices services, CallStart start, Party? answeredBy, CallRecord record)
    {
        if (services.Events is not { } tell) return;
        var summary = new CallSummary(
            record.Id, record.Account, start.From.Public, record.Dialled, record.StartedAt, TimeSpan.FromMilliseconds(record.TalkMilliseconds), answeredBy?.Public,
            new HangupCause(record.SipStatus >= 400 ? record.SipStatus : HangupCause.Normal.Status, record.Q850Cause));
        tell(new CallEnded(record.Account, record.EndedAt, summary));
    }
}
