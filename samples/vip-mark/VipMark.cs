using Softswitch.Sdk;
using Softswitch.Sdk.Sip;

namespace Sample.VipMark;

/// <summary>Has phones of the account's extensions ring as for a call from inside, where it is one.</summary>
public sealed class VipMark : ISipPolicy
{
    /// <inheritdoc/>
    public void Apply(ISipRequestEditor request)
    {
        if (request.Target.Kind != DialTargetKind.Extension || request.Caller.Extension is null) return;
        request.Remove("Alert-Info");
        request.Add("Alert-Info", "<http://127.0.0.1>;info=internal");
    }
}
