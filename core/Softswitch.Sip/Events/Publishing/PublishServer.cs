using Softswitch.Net;

namespace Softswitch.Sip;

/// <summary>Takes PUBLISH (RFC 3903 §6) on one worker for the packages it has been given: the publications are in a table that all workers share.</summary>
public sealed class PublishServer : IRequestHandler
{
    private const int LongestBody = 65_536;

    private readonly SessionLayer _sessions;
    private readonly IPublicationPackage[] _packages;
    private readonly PublicationTable _table;
    private readonly SecondsQueue<ulong> _expiry;

    /// <summary>The publisher's side of the worker of <paramref name="sessions"/>, whose PUBLISH it takes from now on.</summary>
    public PublishServer(SessionLayer sessions, IReadOnlyList<IPublicationPackage> packages, PublicationTable table)
    {
        _sessions = sessions;
        _packages = [.. packages];
        _table = table;
        _expiry = new SecondsQueue<ulong>(sessions.Worker, Expire);
        sessions.Handle(SipMethod.Publish, this);
    }

    /// <inheritdoc/>
    public void OnRequest(ServerTransaction transaction, SipMessage request, in SipPeer from)
    {
        if (!EventHeader.TryParse(request[HeaderName.Event], out var header) || Find(header.Package) is not { } package)
        {
            Refuse(transaction, 489, HeaderName.AllowEvents, AllowEvents());
            return;
        }

        var verdict = package.OnPublish(request, from);
        if (verdict.Status >= 300)
        {
            var refusal = transaction.NewResponse(verdict.Status);
            refusal.Writer.Text(verdict.Headers);
            refusal.Send();
            return;
        }

        Publish(transaction, request, package, verdict.Resource);
    }

    private void Publish(ServerTransaction transaction, SipMessage request, IPublicationPackage package, string resource)
    {
        var seconds = package.Options.Grant(request.TryGetSeconds(HeaderName.Expires, out var asked) ? asked : null);
        var isInitial = !request.Has(HeaderName.SipIfMatch);
        var before = isInitial ? null : FindMatch(request, package, resource);
        // The order is that of §6.
        if (!isInitial && before is null) transaction.Respond(412);
        else if (seconds < 0) Refuse(transaction, 423, HeaderName.MinExpires, $"{Math.Ceiling(package.Options.MinExpires.TotalSeconds)}");
        else if (isInitial && request.Body.IsEmpty) transaction.Respond(400);
        else if (request.Body.Length > LongestBody) transaction.Respond(413);
        else if (!request.Body.IsEmpty && !IsUnderstood(request, package)) Refuse(transaction, 415, HeaderName.Accept, package.ContentTypes);
        else if (before is not null && seconds == 0) Remove(transaction, before);
        else Store(transaction, request, package, resource, before, seconds);
    }

    private void Store(
        ServerTransaction transaction, SipMessage request, IPublicationPackage package, string resource, Publication? before, long seconds)
    {
        var tag = _sessions.Random.NextUInt64();
        var hasBody = !request.Body.IsEmpty;
        var after = new Publication
        {
            Package = package,
            Resource = resource,
            ContentType = hasBody ? request[HeaderName.ContentType].ToArray() : before!.ContentType,
            Body = hasBody ? request.Body.ToArray() : before!.Body,
            ExpiresAt = _sessions.Worker.Clock.GetUtcNow().AddSeconds(seconds),
            Id = before?.Id ?? tag,
            Tag = tag,
        };
        // An initial PUBLISH that expires at once is told to the package, and kept by nobody.
        var isKept = seconds > 0;
        if (before is null && isKept && !_table.TryAdd(after)) transaction.Respond(503);
        else if (before is not null && !_table.TryReplace(before, after)) transaction.Respond(412);
        else
        {
            if (isKept) _expiry.Add(tag, after.ExpiresAt);
            Accept(transaction, tag, seconds);
            if (hasBody) package.OnChanged(after);
            if (!isKept) package.OnRemoved(after);
        }
    }

    private void Remove(ServerTransaction transaction, Publication publication)
    {
        if (!_table.TryRemove(publication))
        {
            transaction.Respond(412);
            return;
        }

        Accept(transaction, publication.Tag, 0);
        publication.Package.OnRemoved(publication);
    }

    private static void Accept(ServerTransaction transaction, ulong tag, long seconds)
    {
        var response = transaction.NewResponse(200);
        response.Writer.Begin(HeaderName.SipETag).Hex(tag).End().Header(HeaderName.Expires, seconds);
        response.Send();
    }

    /// <summary>A state that was followed by another is not in the table any more.</summary>
    private void Expire(ulong tag)
    {
        if (_table.Find(tag) is { } lapsed && _table.TryRemove(lapsed)) lapsed.Package.OnRemoved(lapsed);
    }

    private Publication? FindMatch(SipMessage request, IPublicationPackage package, string resource) =>
        Dialog.TryReadTag(request[HeaderName.SipIfMatch], out var tag) && _table.Find(tag) is { } found
        && found.Package == package && found.Resource == resource ? found : null;

    private IPublicationPackage? Find(ReadOnlySpan<byte> name)
    {
        foreach (var package in _packages)
        {
            if (package.Name.SequenceEqual(name)) return package;
        }

        return null;
    }

    private static bool IsUnderstood(SipMessage request, IPublicationPackage package)
    {
        var types = package.ContentTypes;
        while (!types.IsEmpty)
        {
            var comma = types.IndexOf((byte)',');
            if (MediaType.Is(request[HeaderName.ContentType], HeaderSyntax.Trim(comma < 0 ? types : types[..comma]))) return true;
            types = comma < 0 ? default : types[(comma + 1)..];
        }

        return false;
    }

    private string AllowEvents() => string.Join(", ", _packages.Select(package => System.Text.Encoding.ASCII.GetString(package.Name)));

    private static void Refuse(ServerTransaction transaction, int status, HeaderName name, string value) =>
        Refuse(transaction, status, name, System.Text.Encoding.ASCII.GetBytes(value));

    private static void Refuse(ServerTransaction transaction, int status, HeaderName name, ReadOnlySpan<byte> value)
    {
        var response = transaction.NewResponse(status);
        response.Writer.Header(name, value);
        response.Send();
    }
}
