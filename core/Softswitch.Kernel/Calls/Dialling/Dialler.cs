using System.Globalization;
using System.Text;
using Softswitch.Net;
using Softswitch.Sdk;
using Softswitch.Sip;

namespace Softswitch.Kernel.Calls;

/// <summary>Turns whom a step names into the places to ring, and rings them.</summary>
internal sealed class Dialler(CallManager manager)
{
    private const ushort DefaultPort = 5060;
    private readonly SipWriter _from = new();
    private readonly SipWriter _to = new();

    /// <summary>A leg, not yet rung, for every place at which one of <paramref name="targets"/> can be reached now.</summary>
    public List<(Leg Leg, Contact Contact)> Reach(Call call, ReadOnlySpan<DialTarget> targets)
    {
        var reached = new List<(Leg, Contact)>(targets.Length);
        foreach (var target in targets)
        {
            if (target.Kind == DialTargetKind.Uri)
            {
                if (ContactOf(Encoding.UTF8.GetBytes(target.Value)) is { } contact) reached.Add((call.AddLeg(Party.Of(target.Value)), contact));
            }
            else if (call.Start.Account.Extensions.TryGetValue(target.Value, out var extension))
            {
                // A telephone number goes the way the account's calls go, and that of an account without trunks ends at its extensions.
                foreach (var binding in manager.Services.Locations.Find(call.Start.Account.Id, extension.Number))
                    reached.Add((call.AddLeg(Party.Of(extension)), new Contact(binding.Uri, binding.Flow, binding.Path)));
            }
        }

        return reached;
    }

    /// <summary>
    /// Sends the INVITE for <paramref name="leg"/>, from <paramref name="from"/> as its phone is to show it: at once, or when the account's policies have seen it, unless the leg is over by then. False
    /// where its media refuses the offer.
    /// </summary>
    public bool TryInvite(Leg leg, in Contact contact, in ShownCaller from, byte[]? offer)
    {
        var presented = offer is null ? null : leg.Media.Present(offer);
        if (offer is not null && presented is null) return false;
        leg.Told = presented;
        var start = leg.Call.Start;
        var headers = from.IsAsserted ? Assertion(from.Party, start.Account.Domains[0]) : default;
        if (manager.Services.Policies is { } policies && policies.Any(start.Account))
        {
            var (to, shown) = (contact, from);
            policies.Edit(leg.Call.Worker, start.Account, start.Id, EditOf(leg, from, headers), edited => InviteEdited(leg, to, shown, edited));
        }
        else
        {
            Invite(leg, contact, from, headers);
        }

        return true;
    }

    private void InviteEdited(Leg leg, in Contact contact, in ShownCaller from, byte[] headers)
    {
        if (leg.State == LegState.Ended) leg.Call.OnClosed(leg);
        else Invite(leg, contact, from, headers);
    }

    private void Invite(Leg leg, in Contact contact, in ShownCaller from, ReadOnlySpan<byte> headers)
    {
        var start = leg.Call.Start;
        var domain = start.Account.Domains[0];
        leg.Session = manager.Sessions.Call(new OutgoingCall
        {
            Target = contact.Target,
            RequestUri = contact.RequestUri,
            Route = contact.Route,
            From = Address(_from, from.Party, domain),
            To = Address(_to, leg.Party, domain),
            User = manager,
            Owner = leg,
            Sdp = leg.Told,
            Headers = headers,
            MaxForwards = start.MaxForwards,
        });
        leg.Call.Record.Tried(leg.Party, leg.Session);
    }

    private RequestEdit EditOf(Leg leg, in ShownCaller from, ReadOnlySpan<byte> headers)
    {
        var start = leg.Call.Start;
        var domain = start.Account.Domains[0];
        var target = leg.Party.Extension is { } extension ? DialTarget.Extension(extension.Number) : DialTarget.Parse(leg.Party.Uri!);
        var request = new RequestEdit(start.Account.Id, from.IsAsserted ? start.From.Public : from.Party.Public, target, headers);
        request.Show("From", Address(_from, from.Party, domain));
        request.Show("To", Address(_to, leg.Party, domain));
        request.Show("Max-Forwards", Encoding.ASCII.GetBytes(start.MaxForwards.ToString(CultureInfo.InvariantCulture)));
        return request;
    }

    private static ReadOnlySpan<byte> Assertion(Party party, string domain)
    {
        var writer = new SipWriter();
        if (party.Number.Length == 0) return "Privacy: id\r\n"u8;
        writer.Text("P-Asserted-Identity: "u8);
        WriteAddress(writer, party, domain);
        return writer.Text("\r\n"u8).Written;
    }

    private static ReadOnlySpan<byte> Address(SipWriter writer, Party party, string domain)
    {
        writer.Clear();
        if (party.Number.Length == 0) return writer.Text("\"Anonymous\" <sip:anonymous@anonymous.invalid>"u8).Written;
        WriteAddress(writer, party, domain);
        return writer.Written;
    }

    private static void WriteAddress(SipWriter writer, Party party, string domain)
    {
        if (party.Name is { } name) writer.Text("\""u8).Text(name.Replace("\\", "\\\\").Replace("\"", "\\\"")).Text("\" "u8);
        writer.Text("<"u8);
        if (party.Uri is { } uri) writer.Text(uri);
        else writer.Text("sip:"u8).Text(party.Number).Text("@"u8).Text(domain);
        writer.Text(">"u8);
    }

    /// <summary>Where a SIP URI outside is reached; null where its host is a name or it is no SIP URI.</summary>
    private static Contact? ContactOf(byte[] uri)
    {
        if (!SipUri.TryParse(uri, out var parsed) || !parsed.IsSip) return null;
        var transport = parsed.Scheme == UriScheme.Sips ? SipTransport.Tls : SipTransport.Udp;
        if (parsed.TryGetParameter("transport"u8, out var name))
            transport = HeaderSyntax.EqualsIgnoreCase(name, "tcp"u8) ? SipTransport.Tcp : HeaderSyntax.EqualsIgnoreCase(name, "tls"u8) ? SipTransport.Tls : transport;
        var port = parsed.Port != 0 ? (ushort)parsed.Port : transport == SipTransport.Tls ? (ushort)5061 : DefaultPort;
        return NetAddress.TryParse(parsed.Host, port, out var address) ? new Contact(uri, new SipPeer(transport, address), []) : null;
    }
}
