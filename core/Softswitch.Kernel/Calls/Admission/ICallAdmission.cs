using Softswitch.Kernel.Accounts;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Decides who may call. Safe from any worker.</summary>
public interface ICallAdmission
{
    /// <summary>Who sent this INVITE, or how to refuse it.</summary>
    Admission Admit(SipMessage invite, in SipPeer from);
}

/// <summary>Who sent an INVITE, or how to refuse it.</summary>
/// <param name="Account">Whose account; null where it is refused.</param>
/// <param name="Caller">Which of its extensions; null where it is refused.</param>
/// <param name="Status">The status to refuse with, 400 to 699.</param>
/// <param name="Headers">Header fields of the refusal, each ended with CRLF: challenges, Retry-After.</param>
public readonly record struct Admission(Account? Account, Extension? Caller, int Status = 0, byte[]? Headers = null);
