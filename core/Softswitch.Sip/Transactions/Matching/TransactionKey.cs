namespace Softswitch.Sip;

/// <summary>
/// What makes two requests the same server transaction (RFC 3261 §17.2.3): branch, sent-by and method, where an ACK counts as
/// its INVITE. Clients from before the magic cookie are told by Request-URI, From tag, Call-ID, CSeq number and all of
/// the Via, put together in one run of bytes in the place of the branch.
/// </summary>
internal readonly ref struct TransactionKey(ReadOnlySpan<byte> branch, ReadOnlySpan<byte> host, int port, SipMethod method, ulong hash)
{
    public ReadOnlySpan<byte> Branch { get; } = branch;

    public ReadOnlySpan<byte> Host { get; } = host;

    public int Port { get; } = port;

    public SipMethod Method { get; } = method;

    public ulong Hash { get; } = hash;

    /// <summary>The key of <paramref name="request"/>; <paramref name="scratch"/> holds its bytes if it is one of the old kind.</summary>
    public static TransactionKey Of(SipMessage request, in TopVia via, SipMethod method, in KeyedHash hash, SipWriter scratch)
    {
        method = method == SipMethod.Ack ? SipMethod.Invite : method;
        var branch = via.Branch;
        if (!via.HasUniqueBranch)
        {
            scratch.Clear().Text(request.RequestUri).Text("\n"u8).Text(request.FromTag).Text("\n"u8).Text(request.CallId).Text("\n"u8)
                .Number(request.CSeqNumber).Text("\n"u8).Text(via.Parameters);
            branch = scratch.Written;
        }

        var value = KeyedHash.Add(KeyedHash.Add(hash.Begin(), branch), via.Host);
        return new TransactionKey(branch, via.Host, via.Port, method, KeyedHash.Add(value, ((ulong)via.Port << 8) + (ulong)method));
    }

    /// <summary>The key that this request's INVITE has: a CANCEL has all of it but the method (§9.1).</summary>
    public static TransactionKey OfCancelled(SipMessage cancel, in TopVia via, in KeyedHash hash, SipWriter scratch) =>
        Of(cancel, via, SipMethod.Invite, hash, scratch);

    public bool Equals(ReadOnlySpan<byte> branch, ReadOnlySpan<byte> host, int port, SipMethod method) =>
        Method == method && Port == port && Branch.SequenceEqual(branch) && Host.SequenceEqual(host);
}
