namespace Softswitch.Sip;

/// <summary>States of a subscription (RFC 6665 §4.1.2.2 and figure 2).</summary>
public enum SubscriptionState : byte
{
    /// <summary>Nobody has agreed yet.</summary>
    Pending,
    Active,
    Terminated,
}

/// <summary>Why a subscription ended (RFC 6665 §4.1.3): what the subscriber makes of it follows from this.</summary>
public enum SubscriptionEnd : byte
{
    /// <summary>Subscribe anew at once: we are going down.</summary>
    Deactivated,

    /// <summary>Subscribe anew later.</summary>
    Probation,

    /// <summary>Do not subscribe anew.</summary>
    Rejected,

    /// <summary>It was not refreshed, or it was given up.</summary>
    Timeout,

    /// <summary>Nobody agreed.</summary>
    GiveUp,

    /// <summary>What was watched is there no more.</summary>
    NoResource,

    /// <summary>What was watched will not change any more.</summary>
    Invariant,
}
