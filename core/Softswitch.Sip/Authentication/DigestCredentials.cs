using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// A user's name and password for calls to one peer. Every challenge is answered for itself, so one instance serves any
/// number of calls on any worker; a registration, which is one dialogue, keeps a <see cref="DigestClient"/> instead and is
/// not asked every time.
/// </summary>
/// <param name="userName">The user's name for authentication.</param>
/// <param name="password">The password.</param>
/// <param name="random">For the client's nonces.</param>
public sealed class DigestCredentials(string userName, string password, IRandomSource random) : ISipCredentials
{
    /// <inheritdoc/>
    public bool TryAnswer(SipMessage challenge, ReadOnlySpan<byte> method, ReadOnlySpan<byte> requestUri, SipWriter headers)
    {
        var client = new DigestClient(userName, password, random);
        if (!client.TakeChallenges(challenge)) return false;
        client.WriteCredentials(headers, method, requestUri);
        return true;
    }
}
