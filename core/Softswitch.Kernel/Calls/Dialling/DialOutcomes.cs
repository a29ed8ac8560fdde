using Softswitch.Sdk;

namespace Softswitch.Kernel.Calls;

/// <summary>Outcomes of dialling.</summary>
internal static class DialOutcomes
{
    /// <summary>The outcome that a final status (300 to 699) stands for; <paramref name="rang"/> tells a phone left ringing from one not there.</summary>
    public static BridgeOutcome Of(int status, bool rang) => status switch
    {
        486 or 600 => BridgeOutcome.Busy,
        408 or 480 or 487 => rang ? BridgeOutcome.NoAnswer : BridgeOutcome.Unreachable,
        404 or 410 or 430 or 484 or 502 or 503 or 504 or 604 => BridgeOutcome.Unreachable,
        >= 500 and < 600 => BridgeOutcome.Failed,
        _ => BridgeOutcome.Rejected,
    };
}
