using Softswitch.Dialplan.Grants;
using Softswitch.Sdk;
using Softswitch.Sdk.Sip;

namespace Softswitch.Plugins.Generations;

/// <summary>A request of which a policy may edit the header fields that a layer has granted.</summary>
internal sealed class GuardedRequest(ISipRequestEditor request, PluginGrant grant) : ISipRequestEditor
{
    /// <summary>The request as the grant leaves it.</summary>
    public static ISipRequestEditor Of(ISipRequestEditor request, PluginGrant grant) => grant.IsLimited ? new GuardedRequest(request, grant) : request;

    public string Account => request.Account;

    public CallParty Caller => request.Caller;

    public DialTarget Target => request.Target;

    public IReadOnlyList<string> Get(string name) => request.Get(name);

    public void Add(string name, string value)
    {
        Check(name);
        request.Add(name, value);
    }

    public void Remove(string name)
    {
        Check(name);
        request.Remove(name);
    }

    private void Check(string name)
    {
        if (grant.DenialOf(Need.SipHeaders, name ?? "") is { } denial) throw denial;
    }
}
