using Softswitch.Kernel.Accounts;

namespace Softswitch.Kernel.Calls;

/// <summary>Makes the media of legs, as their account wants it. Safe from any thread.</summary>
public interface ILegMediaFactory
{
    /// <summary>Media for a new leg; it takes no port before a description asks for one.</summary>
    ILegMedia NewLeg(Account account);
}
