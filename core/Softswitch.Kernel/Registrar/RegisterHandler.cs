using Softswitch.Kernel.Accounts;
using Softswitch.Kernel.Authentication;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Registrar;

/// <summary>
/// Takes REGISTER (RFC 3261 §10.3) on one worker: who it is, what it asks for, and the contacts into the table that all workers
/// share. Nothing waits; a challenge leaves no state behind.
/// </summary>
public sealed class RegisterHandler : IRequestHandler
{
    private readonly Worker _worker;
    private readonly LocationTable _locations;
    private readonly EndpointAuthenticator _authenticator;
    private readonly RegistrarOptions _options;
    private readonly BindingUpdate _update;
    private readonly SecondsQueue<LocationKey> _expiry;

    /// <summary>The registrar of <paramref name="worker"/>.</summary>
    public RegisterHandler(Worker worker, LocationTable locations, EndpointAuthenticator authenticator, RegistrarOptions options)
    {
        _worker = worker;
        _locations = locations;
        _authenticator = authenticator;
        _options = options;
        _update = new BindingUpdate(options);
        // Whatever an extension still has then stands in a later list, since each refresh makes an entry.
        _expiry = new SecondsQueue<LocationKey>(worker, key => locations.Expire(key));
    }

    /// <summary>REGISTERs that were accepted.</summary>
    public long Accepted { get; private set; }

    /// <summary>REGISTERs that were refused, without those that were only challenged.</summary>
    public long Refused { get; private set; }

    /// <summary>Takes in what was kept over a restart; on one worker, on it.</summary>
    public void Restore(IEnumerable<StoredBinding> stored)
    {
        foreach (var (key, at) in _locations.Restore(stored)) _expiry.Add(key, at);
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        foreach (var option in request.Values(HeaderName.Require))
        {
            if (HeaderSyntax.EqualsIgnoreCase(option, "path"u8) || HeaderSyntax.EqualsIgnoreCase(option, "outbound"u8)) continue;
            Refused++;
            RegisterResponse.BadExtension(transaction, option);
            return;
        }

        var endpoint = _authenticator.Authenticate(request, from, DigestRole.Server);
        if (endpoint.Extension is { } extension) Register(transaction, request, from, endpoint.Account!, extension);
        else Refuse(transaction, endpoint);
    }

    private void Refuse(ServerTransaction transaction, in EndpointIdentity endpoint)
    {
        if (endpoint.IsChallenge)
        {
            transaction.Forget();
            var response = transaction.NewResponse(endpoint.Status);
            _authenticator.WriteChallenge(response.Writer, DigestRole.Server, endpoint);
            response.Send();
            return;
        }

        Refused++;
        transaction.Respond(endpoint.Status);
    }

    private void Register(ServerTransaction transaction, SipMessage request, in SipPeer from, Account account, Extension extension)
    {
        // Others' contacts are nobody's to change (§10.3, items 4 and 5).
        if (!IsAddressOf(request, account, extension))
        {
            Refused++;
            transaction.Respond(403);
            return;
        }

        var isOutbound = AsksForOutbound(request, out var isReachable);
        if (isOutbound && !isReachable)
        {
            Refused++;
            transaction.Respond(439);
            return;
        }

        var key = new LocationKey(account.Id, extension.Number);
        var now = _worker.Clock.GetUtcNow();
        Binding[] before;
        do
        {
            before = _locations.Current(key);
            var status = _update.Make(before, request, from, now, extension.MaxContacts);
            if (status == 200) continue;
            Refused++;
            if (status == 423) RegisterResponse.TooBrief(transaction, _options.MinExpires);
            else transaction.Respond(status);
            return;
        }
        while (_update.Result != before && !_locations.TryReplace(key, before, _update.Result));

        Accepted++;
        RegisterResponse.Accept(transaction, request, _update.Result, now, isOutbound);
        Note(key);
    }

    private void Note(in LocationKey key)
    {
        foreach (var binding in _update.Gone)
        {
            _locations.Drop(key, binding);
            _locations.Tell(key, LocationEventKind.Removed, binding, _update.Result.Length);
        }

        foreach (var binding in _update.Kept)
        {
            _locations.Keep(key, binding);
            _expiry.Add(key, binding.ExpiresAt);
        }

        foreach (var binding in _update.Come) _locations.Tell(key, LocationEventKind.Registered, binding, _update.Result.Length);
    }

    private bool IsAddressOf(SipMessage request, Account account, Extension extension) =>
        request.TryGetAddress(HeaderName.To, out var to) && to.TryGetUri(out var uri) && uri.IsSip
        && _authenticator.FindAccount(uri.Host) == account && System.Text.Ascii.Equals(uri.User, extension.Number);

    /// <summary>Whether it registers a flow (RFC 5626 §6), which works only if the hop next to the phone keeps it: ours, or one that says ob.</summary>
    private static bool AsksForOutbound(SipMessage request, out bool isReachable)
    {
        isReachable = true;
        if (!request.HasOption(HeaderName.Supported, "outbound"u8)) return false;
        var isFlow = false;
        foreach (var value in request.Values(HeaderName.Contact)) isFlow |= ContactView.TryParse(value, out var contact) && contact.IsFlow;
        if (!isFlow) return false;
        var hops = 0;
        foreach (var _ in request.Values(HeaderName.Via)) hops++;
        if (hops <= 1) return true;
        var hasFlow = false;
        foreach (var path in request.Values(HeaderName.Path))
            hasFlow = NameAddr.TryParse(path, out var address) && address.TryGetUri(out var uri) && uri.TryGetParameter("ob"u8, out _);

        isReachable = hasFlow;
        return true;
    }
}
