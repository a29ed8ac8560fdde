using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Authentication;

/// <summary>Who sent a request, or how to refuse it.</summary>
/// <param name="Account">The account of the domain it is for; null where there is none.</param>
/// <param name="Extension">The extension that has proved to be the sender; null where it is refused.</param>
/// <param name="Status">The status to refuse with, or 0.</param>
/// <param name="IsStale">Whether the challenge says that the nonce, and not the secret, was the fault.</param>
public readonly record struct EndpointIdentity(Account? Account, Extension? Extension, int Status = 0, bool IsStale = false)
{
    /// <summary>Whether the refusal is a challenge, which has to be written.</summary>
    public bool IsChallenge => Status is 401 or 407;
}
