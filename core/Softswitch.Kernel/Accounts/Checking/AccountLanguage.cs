using System.Text;
using Softswitch.Dialplan.Checking;
using Softswitch.Dialplan.Steps;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Accounts.Checking;

/// <summary>The language of accounts: that of dialplans, with what this switch's SIP adds.</summary>
public static class AccountLanguage
{
    /// <summary>The language with the kernel's own steps and nothing else.</summary>
    public static PlanLanguage KernelOnly { get; } = Of(KernelStepManifest.Instance);

    /// <summary>The language with the steps of a catalogue.</summary>
    public static PlanLanguage Of(IStepCatalogue catalogue, IPlanResources? resources = null) => new(catalogue, resources) { TargetProblem = ProblemOf };

    private static string? ProblemOf(Sdk.DialTarget target)
    {
        if (target.Kind != Sdk.DialTargetKind.Uri) return null;
        var isUri = SipUri.TryParse(Encoding.UTF8.GetBytes(target.Value), out var uri) && !uri.Host.IsEmpty;
        if (isUri && NetAddress.TryParse(uri.Host, 0, out _)) return null;
        // Names are not looked up, so that one would never be reached.
        return isUri ? $"the host of '{target.Value}' is a name; expected an IP address" : $"'{target.Value}' is no SIP URI; expected sip:USER@ADDRESS";
    }
}
