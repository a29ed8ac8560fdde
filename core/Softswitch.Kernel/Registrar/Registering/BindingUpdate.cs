using System.Text;
using Softswitch.Net;
using Softswitch.Sip;

namespace Softswitch.Kernel.Registrar;

/// <summary>
/// What one REGISTER makes of an extension's contacts (RFC 3261 §10.3, items 6 to 8): all of it or nothing. It changes nothing
/// itself, so it can be made again if another worker was quicker. One instance serves one worker.
/// </summary>
internal sealed class BindingUpdate(RegistrarOptions options)
{
    private readonly List<Binding> _bindings = [];
    private readonly List<Binding> _kept = [];
    private readonly List<Binding> _gone = [];
    private readonly List<Binding> _come = [];

    /// <summary>Contacts that are new or refreshed.</summary>
    public List<Binding> Kept => _kept;

    /// <summary>Contacts of <see cref="Kept"/> that were not there before.</summary>
    public List<Binding> Come => _come;

    /// <summary>Contacts that are there no more.</summary>
    public List<Binding> Gone => _gone;

    /// <summary>Contacts after the update, the most preferred first.</summary>
    public Binding[] Result { get; private set; } = [];

    /// <summary>Works out the contacts; 200, or the status to refuse the whole REGISTER with.</summary>
    public int Make(Binding[] before, SipMessage request, in SipPeer flow, DateTimeOffset now, int maxContacts)
    {
        _kept.Clear();
        _gone.Clear();
        _come.Clear();
        _bindings.Clear();
        foreach (var binding in before)
        {
            // One that has lapsed is left to the clock's own turn, which tells of it.
            if (binding.ExpiresAt > now) _bindings.Add(binding);
        }

        Result = before;
        if (!request.Has(HeaderName.Contact)) return 200;
        var status = IsStar(request) ? RemoveAll(request) : Update(request, flow, now, maxContacts);
        if (status != 200) return status;
        foreach (var binding in before)
        {
            if (binding.ExpiresAt <= now) _bindings.Add(binding);
        }

        Result = LocationTable.InOrder([.. _bindings]);
        return 200;
    }

    private static bool IsStar(SipMessage request) => request[HeaderName.Contact].SequenceEqual("*"u8);

    private int RemoveAll(SipMessage request)
    {
        var hasOthers = false;
        var count = 0;
        foreach (var _ in request.Values(HeaderName.Contact)) hasOthers = ++count > 1;
        if (hasOthers || !request.TryGetSeconds(HeaderName.Expires, out var expires) || expires != 0) return 400;
        foreach (var binding in _bindings)
        {
            if (IsOutOfOrder(binding, request)) return 500;
        }

        _gone.AddRange(_bindings);
        _bindings.Clear();
        return 200;
    }

    private int Update(SipMessage request, in SipPeer flow, DateTimeOffset now, int maxContacts)
    {
        var count = 0;
        foreach (var value in request.Values(HeaderName.Contact))
        {
            if (!ContactView.TryParse(value, out var contact)) return 400;
            if (++count > maxContacts) return 403;
            var status = Update(request, contact, flow, now);
            if (status != 200) return status;
        }

        while (_bindings.Count > maxContacts) MakeRoom();
        return 200;
    }

    private int Update(SipMessage request, in ContactView contact, in SipPeer flow, DateTimeOffset now)
    {
        var way = WayTo(contact.Uri, flow, out var isBehindNat);
        var seconds = SecondsFor(request, contact, isBehindNat && !flow.IsReliable);
        if (seconds > 0 && seconds < options.MinExpires.TotalSeconds) return 423;
        var index = IndexOf(contact);
        var old = index < 0 ? null : _bindings[index];
        if (old is not null && IsOutOfOrder(old, request)) return 500;
        if (old is not null) _bindings.RemoveAt(index);
        if (seconds == 0)
        {
            if (old is not null) _gone.Add(old);
            return 200;
        }

        var binding = Make(request, contact, old, way, now.AddSeconds(seconds));
        // A flow that has moved to another URI takes the place of what it was.
        if (old is not null && !old.IsFlow && !old.Uri.AsSpan().SequenceEqual(binding.Uri)) _gone.Add(old);
        else if (old is null) _come.Add(binding);
        _bindings.Add(binding);
        _kept.Add(binding);
        return 200;
    }

    /// <summary>Keeps what is the same in the old binding, so that a refresh leaves little for the garbage collector.</summary>
    private static Binding Make(SipMessage request, in ContactView contact, Binding? old, in SipPeer flow, DateTimeOffset expiresAt) => new()
    {
        Uri = Same(old?.Uri, contact.Uri.Text),
        Flow = flow,
        Path = request.Has(HeaderName.Path) ? Same(old?.Path, PathOf(request)) : [],
        Q = contact.Q,
        ExpiresAt = expiresAt,
        CallId = Same(old?.CallId, request.CallId),
        CSeq = request.CSeqNumber,
        UserAgent = TextOf(old?.UserAgent, request[HeaderName.UserAgent]),
        InstanceId = TextOf(old?.InstanceId, contact.InstanceId),
        RegId = contact.RegId,
    };

    private int IndexOf(in ContactView contact)
    {
        for (var i = 0; i < _bindings.Count; i++)
        {
            if (BindingIdentity.Same(_bindings[i], contact)) return i;
        }

        return -1;
    }

    /// <summary>An older REGISTER of the same client, overtaken by a newer one (item 7).</summary>
    private static bool IsOutOfOrder(Binding binding, SipMessage request) =>
        binding.CSeq >= request.CSeqNumber && request.CallId.SequenceEqual(binding.CallId);

    private long SecondsFor(SipMessage request, in ContactView contact, bool isLimitedByNat)
    {
        long seconds = contact.Expires
            ?? (request.TryGetSeconds(HeaderName.Expires, out var all) ? all : (uint)options.DefaultExpires.TotalSeconds);
        if (isLimitedByNat && options.MaxNatExpires > TimeSpan.Zero) seconds = Math.Min(seconds, (long)options.MaxNatExpires.TotalSeconds);
        return Math.Min(seconds, (long)options.MaxExpires.TotalSeconds);
    }

    /// <summary>
    /// A phone that says the address it is seen at is believed its port and transport too. Any other is behind NAT, or behind a proxy,
    /// and is reached the way its REGISTER came. A connection is used while it is open (RFC 5626 §5.3); the port of a phone that is
    /// believed is the way once it is not, for whoever registers over a connection listens for others (RFC 3261 §18.2.1).
    /// </summary>
    private static SipPeer WayTo(in SipUri uri, in SipPeer source, out bool isBehindNat)
    {
        isBehindNat = !NetAddress.TryParse(uri.Host, source.Remote.Port, out var host) || !host.SameHost(source.Remote);
        if (isBehindNat || source.Transport is SipTransport.Ws or SipTransport.Wss) return source;
        var isTcp = uri.TryGetParameter("transport"u8, out var transport) && HeaderSyntax.EqualsIgnoreCase(transport, "tcp"u8);
        var port = uri.Port > 0 ? (ushort)uri.Port : source.IsSecure ? (ushort)5061 : (ushort)5060;
        if (source.IsReliable) return source with { Remote = source.Remote.WithPort(port), Listens = true };
        return source with { Transport = isTcp ? SipTransport.Tcp : SipTransport.Udp, Remote = source.Remote.WithPort(port) };
    }

    /// <summary>The contact that lapses first is the one that has been silent longest: mostly what a restarted phone has left behind.</summary>
    private void MakeRoom()
    {
        var first = 0;
        for (var i = 1; i < _bindings.Count; i++)
        {
            if (!_kept.Contains(_bindings[i]) && (_kept.Contains(_bindings[first]) || _bindings[i].ExpiresAt < _bindings[first].ExpiresAt)) first = i;
        }

        _gone.Add(_bindings[first]);
        _bindings.RemoveAt(first);
    }

    private static ReadOnlySpan<byte> PathOf(SipMessage request)
    {
        var first = request[HeaderName.Path];
        var length = 0;
        foreach (var value in request.Values(HeaderName.Path)) length += value.Length + 1;
        if (length <= first.Length + 1) return first;
        var joined = new byte[length - 1];
        var at = 0;
        foreach (var value in request.Values(HeaderName.Path))
        {
            if (at > 0) joined[at++] = (byte)',';
            value.CopyTo(joined.AsSpan(at));
            at += value.Length;
        }

        return joined;
    }

    private static byte[] Same(byte[]? old, ReadOnlySpan<byte> bytes) => bytes.SequenceEqual(old) && old is not null ? old : bytes.ToArray();

    private static string? TextOf(string? old, ReadOnlySpan<byte> text) =>
        text.IsEmpty ? null : old is not null && Ascii.Equals(text, old) ? old : Encoding.UTF8.GetString(text);
}
