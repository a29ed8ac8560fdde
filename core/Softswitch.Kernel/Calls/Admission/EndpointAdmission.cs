using Softswitch.Kernel.Authentication;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Lets extensions call, by password or from an address that theirs is believed at; nobody else.</summary>
public sealed class EndpointAdmission(EndpointAuthenticator authenticator) : ICallAdmission
{
    /// <inheritdoc/>
    public Admission Admit(SipMessage invite, in SipPeer from)
    {
        var identity = authenticator.Authenticate(invite, from, DigestRole.Server);
        return identity.IsChallenge
            ? new Admission(identity.Account, null, identity.Status, Challenge(identity))
            : new Admission(identity.Account, identity.Extension, identity.Status);
    }

    private byte[] Challenge(in EndpointIdentity identity)
    {
        var writer = new SipWriter();
        authenticator.WriteChallenge(writer, DigestRole.Server, identity);
        return writer.Written.ToArray();
    }
}
