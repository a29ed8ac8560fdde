using System.Runtime.InteropServices;
using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>
/// The notifier of one worker (RFC 6665): takes SUBSCRIBE for the packages it has been given, keeps the subscriptions whose Call-ID
/// belongs to the worker, and tells them of changes.
/// </summary>
public sealed class SubscriptionServer : IRequestHandler, IClientTransactionUser
{
    private readonly SessionLayer _sessions;
    private readonly IEventPackage[] _packages;
    private readonly int _capacity;
    private readonly byte[] _allowEvents;
    private readonly Dictionary<ulong, Subscription> _byTag = [];
    private readonly Dictionary<(IEventPackage Package, string Resource), List<Subscription>> _byResource = [];

    /// <summary>The notifier of the worker of <paramref name="sessions"/>, whose SUBSCRIBE it takes from now on.</summary>
    /// <param name="sessions">The layer below.</param>
    /// <param name="packages">What can be subscribed to; shared by the workers.</param>
    /// <param name="capacity">Subscriptions on this worker at most; more are refused with 503. Default 100000.</param>
    public SubscriptionServer(SessionLayer sessions, IReadOnlyList<IEventPackage> packages, int capacity = 100_000)
    {
        _sessions = sessions;
        _packages = [.. packages];
        _capacity = capacity;
        _allowEvents = AllowEvents(_packages);
        sessions.Handle(SipMethod.Subscribe, this);
    }

    /// <summary>The worker.</summary>
    public Worker Worker => _sessions.Worker;

    /// <summary>Subscriptions that have not ended.</summary>
    public int Count => _byTag.Count;

    internal SipWriter Body { get; } = new();

    /// <summary>Tells the subscriptions of this worker that watch <paramref name="resource"/>. On the worker; see <see cref="SubscriptionDirectory"/>.</summary>
    public void Changed(IEventPackage package, string resource)
    {
        if (!_byResource.TryGetValue((package, resource), out var subscriptions)) return;
        // Backwards, since one whose NOTIFY fails at once leaves the list.
        for (var i = subscriptions.Count - 1; i >= 0; i--) subscriptions[i].Changed();
    }

    /// <summary>Ends all subscriptions, for a stop: <see cref="SubscriptionEnd.Deactivated"/> has them subscribe anew, elsewhere perhaps.</summary>
    public void TerminateAll(SubscriptionEnd reason)
    {
        foreach (var subscription in _byTag.Values.ToList()) subscription.Terminate(reason);
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        if (!EventHeader.TryParse(request[HeaderName.Event], out var header) || Find(header.Package) is not { } package)
        {
            Refuse(transaction, 489, HeaderName.AllowEvents, _allowEvents);
            return;
        }

        var seconds = package.Options.Grant(request.TryGetSeconds(HeaderName.Expires, out var asked) ? asked : null);
        if (seconds < 0) Refuse(transaction, 423, HeaderName.MinExpires, (long)Math.Ceiling(package.Options.MinExpires.TotalSeconds));
        else if (request.ToTag.IsEmpty) Begin(transaction, request, from, package, seconds);
        else Refresh(transaction, request, from, header, seconds);
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        if (response.StatusCode >= 200) ((Subscription)transaction.Context!).OnNotified(response.StatusCode);
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure) =>
        ((Subscription)transaction.Context!).OnNotified(0);

    /// <summary>Begins a NOTIFY in the subscription's dialog.</summary>
    internal ClientRequest NewNotify(Subscription subscription)
    {
        var dialog = subscription.Dialog;
        var request = _sessions.Transactions.NewRequest(SipMethod.Notify, dialog.RequestUri, dialog.NextHop());
        dialog.WriteHeaders(request.Writer, SipMethod.Notify, dialog.NextCSeq());
        _sessions.WriteContact(request.Writer, dialog);
        request.Writer.Text(_sessions.Capabilities.UserAgent);
        return request;
    }

    internal void Remove(Subscription subscription)
    {
        _byTag.Remove(subscription.LocalTag);
        var key = (subscription.Package, subscription.Resource);
        if (!_byResource.TryGetValue(key, out var subscriptions)) return;
        subscriptions.Remove(subscription);
        if (subscriptions.Count == 0) _byResource.Remove(key);
    }

    private void Begin(ServerTransaction transaction, SipMessage request, in SipPeer from, IEventPackage package, long seconds)
    {
        if (_byTag.Count >= _capacity)
        {
            Refuse(transaction, 503, HeaderName.RetryAfter, 30);
            return;
        }

        if (!IsAccepted(request, package))
        {
            Refuse(transaction, 406, HeaderName.Accept, package.ContentType);
            return;
        }

        if (!request.TryGetAddress(HeaderName.Contact, out var contact) || contact.IsStar)
        {
            transaction.Respond(400);
            return;
        }

        var subscription = new Subscription(this, package, Dialog.ForRequest(request, transaction.LocalTag, from), request[HeaderName.Event]);
        var verdict = package.OnSubscribe(subscription, request, from);
        if (verdict.Status >= 300)
        {
            var refusal = transaction.NewResponse(verdict.Status);
            refusal.Writer.Text(verdict.Headers);
            refusal.Send();
            return;
        }

        subscription.Accept(verdict);
        Add(subscription);
        Accept(transaction, subscription, seconds);
        subscription.Refresh(seconds);
    }

    private void Refresh(ServerTransaction transaction, SipMessage request, in SipPeer from, in EventHeader header, long seconds)
    {
        if (!Dialog.TryReadTag(request.ToTag, out var tag) || !_byTag.TryGetValue(tag, out var subscription)
            || !subscription.Dialog.Owns(request) || !subscription.IsEvent(header))
        {
            transaction.Respond(481);
            return;
        }

        if (!subscription.Dialog.TryAccept(request, from))
        {
            transaction.Respond(500);
            return;
        }

        subscription.Dialog.RefreshTarget(request);
        Accept(transaction, subscription, seconds);
        subscription.Refresh(seconds);
    }

    private void Accept(ServerTransaction transaction, Subscription subscription, long seconds)
    {
        var response = transaction.NewResponse(200);
        response.Writer.Header(HeaderName.Expires, seconds);
        _sessions.WriteContact(response.Writer, subscription.Dialog);
        response.Writer.Text(_sessions.Capabilities.Server);
        response.Send();
    }

    private void Add(Subscription subscription)
    {
        _byTag.Add(subscription.LocalTag, subscription);
        ref var subscriptions = ref CollectionsMarshal.GetValueRefOrAddDefault(_byResource, (subscription.Package, subscription.Resource), out _);
        (subscriptions ??= []).Add(subscription);
    }

    private IEventPackage? Find(ReadOnlySpan<byte> name)
    {
        foreach (var package in _packages)
        {
            if (package.Name.SequenceEqual(name)) return package;
        }

        return null;
    }

    /// <summary>Whether the subscriber takes the package's bodies; it need not say so (RFC 6665 §4.1.2.1).</summary>
    private static bool IsAccepted(SipMessage request, IEventPackage package)
    {
        if (!request.Has(HeaderName.Accept)) return true;
        foreach (var range in request.Values(HeaderName.Accept))
        {
            if (MediaType.Is(range, "*/*"u8) || MediaType.Matches(range, package.ContentType)) return true;
        }

        return false;
    }

    private static void Refuse(ServerTransaction transaction, int status, HeaderName name, ReadOnlySpan<byte> value)
    {
        var response = transaction.NewResponse(status);
        response.Writer.Header(name, value);
        response.Send();
    }

    private static void Refuse(ServerTransaction transaction, int status, HeaderName name, long value)
    {
        var response = transaction.NewResponse(status);
        response.Writer.Header(name, value);
        response.Send();
    }

    private static byte[] AllowEvents(IEventPackage[] packages)
    {
        var writer = new SipWriter();
        foreach (var package in packages) writer.Text(writer.Written.IsEmpty ? default : ", "u8).Text(package.Name);
        return writer.Written.ToArray();
    }
}
