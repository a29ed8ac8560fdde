using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Who is told how a <see cref="DialAttempt"/> goes: the call that rings somebody, or a transfer that does.</summary>
internal interface IDialOwner
{
    /// <summary>A phone rings, or sends early media (<paramref name="description"/>).</summary>
    void OnRinging(DialAttempt attempt, Leg leg, int status, byte[]? description);

    /// <summary>One answered; the others have been told to stop.</summary>
    void OnReached(DialAttempt attempt, Leg leg);

    /// <summary>None did. Nothing of the attempt is left.</summary>
    void OnMissed(DialAttempt attempt, BridgeOutcome outcome, int status);
}
