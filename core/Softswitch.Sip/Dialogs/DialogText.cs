namespace Softswitch.Sip;

/// <summary>
/// The bytes that a dialog keeps of messages, in one array: Call-ID, both parties, remote target, route set and the user part of
/// our Contact. A change makes a new array; there are few.
/// </summary>
internal readonly struct DialogText
{
    private const int Sections = 6;
    private readonly byte[] _bytes;

    // Ends of the sections before the last, each below 2^16: a header section has at most 32 KiB (SipLimits).
    private readonly ushort _callId, _local, _remote, _target, _routes;

    private DialogText(byte[] bytes, ReadOnlySpan<int> ends)
    {
        _bytes = bytes;
        _callId = (ushort)ends[0];
        _local = (ushort)ends[1];
        _remote = (ushort)ends[2];
        _target = (ushort)ends[3];
        _routes = (ushort)ends[4];
    }

    /// <summary>Call-ID.</summary>
    public ReadOnlySpan<byte> CallId => _bytes.AsSpan(0, _callId);

    /// <summary>Our side's From or To value, without tag.</summary>
    public ReadOnlySpan<byte> LocalParty => _bytes.AsSpan(_callId, _local - _callId);

    /// <summary>The peer's From or To value, as it wrote it, with its tag where it has one.</summary>
    public ReadOnlySpan<byte> RemoteParty => _bytes.AsSpan(_local, _remote - _local);

    /// <summary>Remote target URI.</summary>
    public ReadOnlySpan<byte> RemoteTarget => _bytes.AsSpan(_remote, _target - _remote);

    /// <summary>Route set: the values of Route in order, comma-separated.</summary>
    public ReadOnlySpan<byte> Routes => _bytes.AsSpan(_target, _routes - _target);

    /// <summary>User part of our Contact.</summary>
    public ReadOnlySpan<byte> ContactUser => _bytes.AsSpan(_routes);

    /// <summary>All sections at once.</summary>
    /// <exception cref="ArgumentException">They are longer than 65535 bytes together.</exception>
    public static DialogText Of(
        ReadOnlySpan<byte> callId, ReadOnlySpan<byte> local, ReadOnlySpan<byte> remote,
        ReadOnlySpan<byte> target, ReadOnlySpan<byte> routes, ReadOnlySpan<byte> contactUser)
    {
        var length = callId.Length + local.Length + remote.Length + target.Length + routes.Length + contactUser.Length;
        if (length > ushort.MaxValue) throw new ArgumentException("A dialog's identifiers are longer than 65535 bytes.", nameof(callId));
        var bytes = new byte[length];
        Span<int> ends = stackalloc int[Sections];
        var end = 0;
        ends[0] = Append(bytes, ref end, callId);
        ends[1] = Append(bytes, ref end, local);
        ends[2] = Append(bytes, ref end, remote);
        ends[3] = Append(bytes, ref end, target);
        ends[4] = Append(bytes, ref end, routes);
        ends[5] = Append(bytes, ref end, contactUser);
        return new DialogText(bytes, ends);
    }

    private static int Append(byte[] bytes, ref int end, ReadOnlySpan<byte> section)
    {
        section.CopyTo(bytes.AsSpan(end));
        return end += section.Length;
    }
}
