namespace Softswitch.Sip;

/// <summary>The sessions of one worker by our tag: the To tag of every request within their dialogs.</summary>
internal sealed class SessionTable
{
    private readonly Dictionary<ulong, InviteSession> _sessions = [];

    /// <summary>How many there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>Gives back the room for as many as there once were.</summary>
    public void Trim() => _sessions.TrimExcess();

    /// <summary>Adds a session; false where its tag is taken.</summary>
    public bool TryAdd(InviteSession session) => _sessions.TryAdd(session.LocalTag, session);

    /// <summary>Removes a session.</summary>
    public void Remove(InviteSession session) => _sessions.Remove(session.LocalTag);

    /// <summary>The session with this tag of ours, as it stands on the wire.</summary>
    public InviteSession? Find(ReadOnlySpan<byte> localTag) =>
        Dialog.TryReadTag(localTag, out var tag) && _sessions.TryGetValue(tag, out var session) ? session : null;

    /// <summary>Copies the sessions into a list.</summary>
    public List<InviteSession> ToList() => [.. _sessions.Values];
}
