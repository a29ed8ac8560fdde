using Softswitch.Sdk;

namespace Softswitch.Plugins.Isolation.Wire;

/// <summary>Events on the wire.</summary>
internal static class WireEvents
{
    private enum EventKind : byte
    {
        Began = 1,
        Answered,
        Ended,
        Presence,
        Reported,
    }

    /// <summary>Writes an event; false where there is no word for its kind.</summary>
    public static bool TryWrite(WireWriter to, SwitchEvent happened)
    {
        void Begin(EventKind kind) => to.Byte((byte)kind).Text(happened.Account).Moment(happened.At);
        switch (happened)
        {
            case CallBegan began:
                Begin(EventKind.Began);
                to.Bytes(began.Call.ToByteArray()).Party(began.Caller).Text(began.Dialled);
                return true;
            case CallAnswered answered:
                Begin(EventKind.Answered);
                to.Bytes(answered.Call.ToByteArray()).Party(answered.AnsweredBy);
                return true;
            case CallEnded ended:
                Begin(EventKind.Ended);
                to.Summary(ended.Summary);
                return true;
            case ExtensionPresence presence:
                Begin(EventKind.Presence);
                to.Text(presence.Extension).Flag(presence.IsOnline);
                return true;
            case ExtensionReported reported:
                Begin(EventKind.Reported);
                to.Text(reported.Extension).Reported(reported.Said);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reads an event.</summary>
    public static SwitchEvent Read(WireReader from)
    {
        var kind = from.Word<EventKind>();
        var account = from.Text();
        var at = from.Moment();
        return kind switch
        {
            EventKind.Began => new CallBegan(account, at, from.Identifier(), from.Party(), from.Text()),
            EventKind.Answered => new CallAnswered(account, at, from.Identifier(), from.PartyOrNull()),
            EventKind.Ended => new CallEnded(account, at, from.Summary()),
            EventKind.Reported => new ExtensionReported(account, at, from.Text(), from.ReportedOrNull()),
            _ => new ExtensionPresence(account, at, from.Text(), from.Flag()),
        };
    }
}
