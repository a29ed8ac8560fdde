using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>The sessions of one worker. All members are called on that worker.</summary>
public sealed partial class SessionLayer
{
    /// <summary>The worker.</summary>
    public Worker Worker => throw new NotImplementedException();

    /// <summary>Sessions that are not <see cref="SessionState.Ended"/>.</summary>
    public int Count => throw new NotImplementedException();

    /// <summary>Sends an INVITE. Its Call-ID belongs to this worker.</summary>
    public InviteSession Call(in OutgoingCall call) => throw new NotImplementedException();

    /// <summary>The session with this Call-ID and these tags: what a Replaces header field names (RFC 3891 §3), seen from us. Null where there is none here.</summary>
    public InviteSession? Find(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> localTag, ReadOnlySpan<byte> remoteTag) =>
        throw new NotImplementedException();
}
