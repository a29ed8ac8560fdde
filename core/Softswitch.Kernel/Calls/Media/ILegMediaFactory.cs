using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Calls;

/// <summary>Makes the media of legs, as their account wants it. Safe from any thread.</summary>
public interface ILegMediaFactory
{
    /// <summary>Media for a new leg; it takes no port before a description asks for one. Legs of one call have the same <paramref name="callKey"/>.</summary>
    /// <param name="account">Whose call it is.</param>
    /// <param name="callKey">The call.</param>
    /// <param name="throughSwitch">Whether it is to come through the switch whatever the account says, for the switch itself speaks in the call.</param>
    ILegMedia NewLeg(Account account, uint callKey, bool throughSwitch);
}
