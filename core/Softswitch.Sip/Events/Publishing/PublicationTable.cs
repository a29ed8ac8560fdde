using System.Collections.Concurrent;

namespace Softswitch.Sip;

/// <summary>
/// The publications of all workers by their entity tag: a publisher's next PUBLISH may have another Call-ID, and so come to another
/// worker.
/// </summary>
/// <param name="capacity">Publications at most. Default 100000.</param>
public sealed class PublicationTable(int capacity = 100_000)
{
    private readonly ConcurrentDictionary<ulong, Publication> _publications = new();
    private int _count;

    /// <summary>Publications that have not ended.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>All publications of a package for a resource: what a state agent puts together.</summary>
    public IReadOnlyList<Publication> Find(IPublicationPackage package, string resource) =>
        [.. _publications.Values.Where(publication => publication.Package == package && publication.Resource == resource)];

    internal Publication? Find(ulong tag) => _publications.GetValueOrDefault(tag);

    /// <summary>False where there is no room.</summary>
    internal bool TryAdd(Publication publication)
    {
        if (Interlocked.Increment(ref _count) <= capacity && _publications.TryAdd(publication.Tag, publication)) return true;
        Interlocked.Decrement(ref _count);
        return false;
    }

    /// <summary>False where somebody else has used the tag meanwhile.</summary>
    internal bool TryReplace(Publication before, Publication after)
    {
        if (!_publications.TryRemove(new KeyValuePair<ulong, Publication>(before.Tag, before))) return false;
        _publications[after.Tag] = after;
        return true;
    }

    internal bool TryRemove(Publication publication)
    {
        if (!_publications.TryRemove(new KeyValuePair<ulong, Publication>(publication.Tag, publication))) return false;
        Interlocked.Decrement(ref _count);
        return true;
    }
}
